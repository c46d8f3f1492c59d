internal import CDeflate

/// What unpacks the pieces of a pack, set up once for many: setting it up costs more than most of them.
@safe final class Inflater {
    private let handle = unsafe libdeflate_alloc_decompressor()

    deinit { unsafe libdeflate_free_decompressor(handle) }

    /// Unpacks the stream at the start of `input`, whatever follows it.
    ///
    /// - Returns: whether it is whole and fills `output` exactly.
    func inflate(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> Bool {
        guard let handle = unsafe handle else { return false }
        var used = 0
        let result = unsafe libdeflate_zlib_decompress_ex(
            handle, input.baseAddress, input.count, output.baseAddress, output.count, &used, nil)
        return result == LIBDEFLATE_SUCCESS
    }
}

/// What packs an object that is a file of its own.
enum Deflater {
    /// The bytes as a zlib stream, packed as quickly as git does it.
    static func deflate(_ bytes: [UInt8]) throws(GitError) -> [UInt8] {
        guard let handle = unsafe libdeflate_alloc_compressor(1) else {
            throw GitError(.other, "cannot pack an object: there is no memory left")
        }
        defer { unsafe libdeflate_free_compressor(handle) }
        let most = unsafe libdeflate_zlib_compress_bound(handle, bytes.count)
        let packed = unsafe [UInt8](unsafeUninitializedCapacity: most) { output, count in
            count = unsafe bytes.withUnsafeBytes { input in
                unsafe libdeflate_zlib_compress(handle, input.baseAddress, input.count, output.baseAddress, most)
            }
        }
        guard !packed.isEmpty else { throw GitError(.other, "cannot pack an object of \(bytes.count) bytes") }
        return packed
    }
}
