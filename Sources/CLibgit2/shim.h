// libgit2, and wrappers for what Swift cannot call or name portably.
#ifndef COTECH_CLIBGIT2_SHIM_H
#define COTECH_CLIBGIT2_SHIM_H

#include <aio.h>
#include <errno.h>
#include <fcntl.h>
#include <git2.h>
#include <git2/sys/commit.h>
#include <git2/sys/index.h>
#include <git2/sys/mempack.h>
#include <git2/sys/odb_backend.h>
#include <git2/sys/repository.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/file.h>
#include <spawn.h>
#include <sys/stat.h>
#ifdef __linux__
#include <sys/syscall.h>
#endif
#include <sys/wait.h>
#include <unistd.h>

// git_libgit2_opts is variadic, so each shape of its arguments has a wrapper.
static inline int cotech_git_opt_set_int(int option, int value) {
    return git_libgit2_opts(option, value);
}

static inline int cotech_git_opt_set_extensions(const char **extensions, size_t length) {
    return git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, extensions, length);
}

static inline int cotech_git_opt_set_search_path(int level, const char *path) {
    return git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, level, path);
}

// Writes to one place of an object database, without looking for the object in the others first.
static inline int cotech_hold_object(
    git_odb_backend *place, const git_oid *id, const void *bytes, size_t count, git_object_t type) {
    return place->write(place, id, bytes, count, type);
}

// A long walk reads half a million objects, each into memory of its own. glibc joins its small freed pieces ("fast bins")
// whenever a large piece is asked for, as each read does, and gives memory back to the system only to ask for it again:
// a quarter of such a walk. Its per-thread cache still serves the small pieces.
static inline void cotech_tune_memory(void) {
#ifdef __GLIBC__
    mallopt(M_MXFAST, 0);
    mallopt(M_TRIM_THRESHOLD, 256 << 20);
    mallopt(M_TOP_PAD, 4 << 20);
    mallopt(M_MMAP_THRESHOLD, 32 << 20);
#endif
}

// Has an open file written to the disk without waiting for it, where the system can.
static inline void cotech_begin_writing(int descriptor) {
#ifdef SYS_sync_file_range
    // The function of that name is declared only for who asks for all of GNU; 2 is SYNC_FILE_RANGE_WRITE.
    (void)syscall(SYS_sync_file_range, descriptor, (off_t)0, (off_t)0, 2u);
#else
    (void)descriptor;
#endif
}

// Waits until open files and folders are on the disk: for all at once, since a disk that is asked to empty its cache by
// several answers them together. Each has 0 or its error in `errors`.
static inline void cotech_settle(const int *descriptors, int *errors, size_t count) {
    struct aiocb *asked = calloc(count, sizeof *asked);
    for (size_t i = 0; i < count; i++) {
        errors[i] = EINPROGRESS;
        if (asked) {
            asked[i].aio_fildes = descriptors[i];
            asked[i].aio_sigevent.sigev_notify = SIGEV_NONE;
            if (i + 1 < count && aio_fsync(O_SYNC, &asked[i]) == 0) continue;
        }
        // The last is waited for here, and so is what the system does not take beside others.
        errors[i] = fsync(descriptors[i]) == 0 ? 0 : errno;
    }
    for (size_t i = 0; i < count; i++) {
        if (errors[i] != EINPROGRESS) continue;
        const struct aiocb *waited[] = {&asked[i]};
        while ((errors[i] = aio_error(&asked[i])) == EINPROGRESS) aio_suspend(waited, 1, NULL);
        (void)aio_return(&asked[i]);
    }
    free(asked);
}

// What git's index keeps of a file. `struct stat` names its times differently on Linux and macOS.
typedef struct {
    uint64_t device, inode, size;
    int64_t modified_seconds, changed_seconds;
    uint32_t modified_nanoseconds, changed_nanoseconds;
    uint32_t mode, user, group;
} cotech_file_facts;

static inline void cotech_copy_file_facts(cotech_file_facts *facts, const struct stat *found) {
    facts->device = (uint64_t)found->st_dev;
    facts->inode = (uint64_t)found->st_ino;
    facts->size = (uint64_t)found->st_size;
    facts->mode = found->st_mode;
    facts->user = found->st_uid;
    facts->group = found->st_gid;
#ifdef __APPLE__
    facts->modified_seconds = found->st_mtimespec.tv_sec;
    facts->modified_nanoseconds = (uint32_t)found->st_mtimespec.tv_nsec;
    facts->changed_seconds = found->st_ctimespec.tv_sec;
    facts->changed_nanoseconds = (uint32_t)found->st_ctimespec.tv_nsec;
#else
    facts->modified_seconds = found->st_mtim.tv_sec;
    facts->modified_nanoseconds = (uint32_t)found->st_mtim.tv_nsec;
    facts->changed_seconds = found->st_ctim.tv_sec;
    facts->changed_nanoseconds = (uint32_t)found->st_ctim.tv_nsec;
#endif
}

// Both return 0 or an errno, and never follow a symbolic link at the end of the path.
static inline int cotech_file_facts_at(int folder, const char *name, cotech_file_facts *facts) {
    struct stat found;
    if (fstatat(folder, name, &found, AT_SYMLINK_NOFOLLOW) != 0) return errno;
    cotech_copy_file_facts(facts, &found);
    return 0;
}

static inline int cotech_open_file_facts(int descriptor, cotech_file_facts *facts) {
    struct stat found;
    if (fstat(descriptor, &found) != 0) return errno;
    cotech_copy_file_facts(facts, &found);
    return 0;
}

extern char **environ;

// Runs a program found in PATH with files for its standard streams, and waits for it.
// Returns 0 and the exit status (128 and the signal where one killed it), or an errno.
static inline int cotech_run(
    char *const arguments[], const char *input, const char *output, const char *complaints, int *status
) {
    posix_spawn_file_actions_t actions;
    int failure = posix_spawn_file_actions_init(&actions);
    if (failure != 0) return failure;
    posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_EXCL, 0600);
    posix_spawn_file_actions_addopen(&actions, 2, complaints, O_WRONLY | O_CREAT | O_EXCL, 0600);
    pid_t child = 0;
    failure = posix_spawnp(&child, arguments[0], &actions, NULL, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    if (failure != 0) return failure;
    int ended = 0;
    while (waitpid(child, &ended, 0) < 0) {
        if (errno != EINTR) return errno;
    }
    *status = WIFEXITED(ended) ? WEXITSTATUS(ended) : 128 + WTERMSIG(ended);
    return 0;
}

// <string.h> declares this only where a program asks for GNU's extensions before its first include.
extern void *memmem(const void *text, size_t length, const void *wanted, size_t wanted_length);

static inline int cotech_holds(const void *text, size_t length, const void *wanted, size_t wanted_length) {
    return memmem(text, length, wanted, wanted_length) != NULL;
}

// Swift sees `struct flock` under this name, and so cannot call the function.
static inline int cotech_try_lock(int descriptor) {
    return flock(descriptor, LOCK_EX | LOCK_NB) == 0 ? 0 : errno;
}

#endif
