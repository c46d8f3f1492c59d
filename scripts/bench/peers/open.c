/* The least that a command over a repository can do with libgit2: start it and open the repository. */
#include <git2.h>

int main(int count, char **arguments) {
    git_repository *repository = NULL;
    if (count != 2 || git_libgit2_init() < 0) return 64;
    if (git_repository_open(&repository, arguments[1]) < 0) return 69;
    git_repository_free(repository);
    git_libgit2_shutdown();
    return 0;
}
