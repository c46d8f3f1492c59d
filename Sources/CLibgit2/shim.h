// libgit2, and wrappers for what Swift cannot call: git_libgit2_opts is variadic.
#ifndef COTECH_CLIBGIT2_SHIM_H
#define COTECH_CLIBGIT2_SHIM_H

#include <git2.h>
#include <git2/sys/commit.h>
#include <git2/sys/repository.h>

static inline int cotech_git_opt_set_int(int option, int value) {
    return git_libgit2_opts(option, value);
}

static inline int cotech_git_opt_set_extensions(const char **extensions, size_t length) {
    return git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, extensions, length);
}

#endif
