// libgit2 without its networking, where it is linked into the program.
//
// What talks to other machines here is the user's own git (`sync`, `submit`). libgit2's own transports bring fifteen
// libraries for TLS, SSH and Kerberos, whose loading takes longer than a small command, and Debian's reads every
// certificate of the system whenever it is started. A linker takes from an archive only what nobody has defined yet, so
// with these definitions it leaves the transports out. A library of the system finds its own instead, and these are weak:
// where another version of libgit2 brings one along nevertheless, that one counts.
#ifdef __linux__
#include <git2.h>
#if __has_include(<git2/sys/errors.h>)
#include <git2/sys/errors.h>
#endif

#define ABSENT __attribute__((weak))

static int absent(void) {
    git_error_set_str(GIT_ERROR_NET, "libgit2 is linked in without its networking");
    return GIT_ERROR;
}

// Started with libgit2, whether or not they are used.
ABSENT int git_mbedtls_stream_global_init(void) { return 0; }
ABSENT int git_transport_ssh_global_init(void) { return 0; }

ABSENT int git_mbedtls__set_cert_location(const char *file, const char *folder) { return absent(); }
ABSENT int git_mbedtls_stream_new(void **stream, const char *host, const char *port) { return absent(); }
ABSENT int git_mbedtls_stream_wrap(void **stream, void *inner, const char *host) { return absent(); }
ABSENT int git_smart_subtransport_ssh(void **transport, void *owner, void *parameter) { return absent(); }
ABSENT int git_transport_ssh_with_paths(void **transport, void *owner, void *paths) { return absent(); }
ABSENT int git_http_auth_negotiate(void **context, void *request) { return absent(); }
#endif
