/// A key of one or two big-endian numbers, made without touching the heap.
struct Key {
    /// In memory order big-endian, so that LMDB's order of bytes is the order of the numbers.
    let words: (UInt64, UInt64)
    let byteCount: Int

    init(_ number: UInt64) {
        words = (number.bigEndian, 0)
        byteCount = 8
    }

    init(_ high: UInt64, _ low: UInt64) {
        words = (high.bigEndian, low.bigEndian)
        byteCount = 16
    }
}
