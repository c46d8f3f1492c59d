internal import CLibgit2

/// An object's bytes, for as long as this value lives.
@safe final class RawObject {
    /// Libgit2's, to which the bytes belong; nil where they are this value's own.
    private let handle: OpaquePointer?
    private let own: UnsafeMutableRawPointer?
    let start: UnsafeRawPointer?
    let count: Int
    let type: git_object_t

    /// Takes over what libgit2 read.
    @unsafe init?(adopting handle: OpaquePointer?) {
        guard let handle = unsafe handle else { return nil }
        guard let start = unsafe git_odb_object_data(handle) else {
            unsafe git_odb_object_free(handle)
            return nil
        }
        unsafe self.handle = handle
        unsafe own = nil
        unsafe self.start = start
        count = unsafe git_odb_object_size(handle)
        type = unsafe git_odb_object_type(handle)
    }

    /// Makes an object of bytes that are written now.
    ///
    /// - Parameter write: says whether it could write all of them.
    init?(_ type: git_object_t, count: Int, _ write: (UnsafeMutableRawBufferPointer) -> Bool) {
        let memory = UnsafeMutableRawPointer.allocate(byteCount: count, alignment: 1)
        unsafe handle = nil
        unsafe own = memory
        unsafe start = UnsafeRawPointer(memory)
        self.count = count
        self.type = type
        if unsafe !write(UnsafeMutableRawBufferPointer(start: memory, count: count)) { return nil }
    }

    /// Stands for the empty tree, which need not be stored.
    init() {
        unsafe handle = nil
        unsafe own = nil
        unsafe start = nil
        count = 0
        type = GIT_OBJECT_TREE
    }

    var bytes: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(start: start, count: count) }

    deinit {
        if let handle = unsafe handle { unsafe git_odb_object_free(handle) }
        unsafe own?.deallocate()
    }
}
