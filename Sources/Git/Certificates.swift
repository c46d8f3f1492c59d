// What keeps libgit2 from reading the system's certificates when it starts.
//
// Debian's libgit2 reads all of them, some 140, in `git_libgit2_init`: nine milliseconds of every command, which is half
// of what a small one takes. Nothing here needs them, since `sync` and `submit` use the user's own git, and libgit2 has
// no option against it. A program's own function goes before a shared library's of the same name, so this one, which
// reads nothing and reports success, is the one that libgit2 finds. Where libgit2 is linked with another TLS library, or
// the system looks names up by library as macOS does, nobody calls it.

/// Takes the place of the function of Mbed TLS that reads a file of certificates.
@_cdecl("mbedtls_x509_crt_parse_file")
@unsafe public func withoutCertificates(_ chain: UnsafeMutableRawPointer?, _ path: UnsafePointer<CChar>?) -> Int32 { 0 }
