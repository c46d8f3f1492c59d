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
