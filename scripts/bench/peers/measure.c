/*
 * Runs commands in turns, A B A B, so that whatever else the machine does meets all of them alike.
 *
 *   measure RUNS < LINES
 *
 * A line is `name TAB preparation TAB command`. The preparation goes through the shell and is not measured. The
 * command is words parted by spaces, without a shell in between; `<` before its last word is its input, ` && ` parts
 * commands that count as one. `@` in either is the number of the run. Output is thrown away.
 * Prints `name TAB median wall TAB least wall TAB median processor TAB least processor` in milliseconds.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST_LINES = 32, MOST_RUNS = 1000, MOST_WORDS = 64, MOST_TEXT = 4096 };

struct line {
    char *name, *preparation, *command;
    double wall[MOST_RUNS], processor[MOST_RUNS];
};

static double milliseconds(struct timeval time) { return time.tv_sec * 1e3 + time.tv_usec / 1e3; }

static void fail(const char *what, const char *which) {
    fprintf(stderr, "measure: %s: %s\n", what, which);
    exit(70);
}

/* The text with every @ replaced by a number. */
static void number(char *target, const char *text, int run) {
    char *end = target + MOST_TEXT - 16;
    for (; *text && target < end; text++) {
        if (*text == '@') target += sprintf(target, "%d", run);
        else *target++ = *text;
    }
    *target = 0;
}

static void run_one(char *command, double *wall, double *processor) {
    char *words[MOST_WORDS + 1], *input = "/dev/null", *save = NULL;
    int count = 0;
    for (char *word = strtok_r(command, " ", &save); word && count < MOST_WORDS; word = strtok_r(NULL, " ", &save))
        words[count++] = word;
    words[count] = NULL;
    if (count > 2 && !strcmp(words[count - 2], "<")) {
        input = words[count - 1];
        words[count - 2] = NULL;
    }
    struct timespec start, end;
    struct rusage usage;
    int status = 0;
    clock_gettime(CLOCK_MONOTONIC, &start);
    pid_t child = fork();
    if (child == 0) {
        int in = open(input, O_RDONLY), out = open("/dev/null", O_WRONLY);
        if (in < 0 || out < 0) _exit(126);
        dup2(in, 0);
        dup2(out, 1);
        execvp(words[0], words);
        _exit(127);
    }
    if (child < 0 || wait4(child, &status, 0, &usage) < 0) fail("cannot run", words[0]);
    clock_gettime(CLOCK_MONOTONIC, &end);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) fail("did not succeed", words[0]);
    *wall += (end.tv_sec - start.tv_sec) * 1e3 + (end.tv_nsec - start.tv_nsec) / 1e6;
    *processor += milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime);
}

static int ascending(const void *one, const void *other) {
    double difference = *(const double *)one - *(const double *)other;
    return (difference > 0) - (difference < 0);
}

int main(int count, char **arguments) {
    static struct line lines[MOST_LINES];
    char text[MOST_TEXT], buffer[MOST_TEXT];
    int runs = count == 2 ? atoi(arguments[1]) : 0, known = 0;
    if (runs < 1 || runs > MOST_RUNS) fail("how often?", "1 to 1000");
    while (known < MOST_LINES && fgets(text, sizeof text, stdin)) {
        char *start = strdup(text);
        struct line *line = &lines[known++];
        start[strcspn(start, "\n")] = 0;
        line->name = strsep(&start, "\t");
        line->preparation = strsep(&start, "\t");
        line->command = start;
        if (!line->command) fail("a line needs three parts", text);
    }
    /* The first round warms caches and is not counted. */
    for (int run = -1; run < runs; run++) {
        for (int at = 0; at < known; at++) {
            double wall = 0, processor = 0;
            number(text, lines[at].preparation, run + 2);
            if (*text && system(text) != 0) fail("preparation failed", text);
            number(buffer, lines[at].command, run + 2);
            for (char *rest = buffer, *next; rest; rest = next) {
                next = strstr(rest, " && ");
                if (next) {
                    *next = 0;
                    next += 4;
                }
                run_one(rest, &wall, &processor);
            }
            if (run < 0) continue;
            lines[at].wall[run] = wall;
            lines[at].processor[run] = processor;
        }
    }
    for (int at = 0; at < known; at++) {
        qsort(lines[at].wall, runs, sizeof(double), ascending);
        qsort(lines[at].processor, runs, sizeof(double), ascending);
        printf("%s\t%.3f\t%.3f\t%.3f\t%.3f\n", lines[at].name, lines[at].wall[runs / 2], lines[at].wall[0],
               lines[at].processor[runs / 2], lines[at].processor[0]);
    }
    return 0;
}
