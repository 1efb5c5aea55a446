import Glibc

/// Blocks of memory that connections borrow while they have something to keep.
///
/// Blocks have a power of two of bytes. Those up to `pooledBytesMax` are kept for the next borrower, the
/// last one returned first because it is warm; larger ones go back to the allocator. Every block came from
/// `malloc`, so a borrower may also `free` it. Used by one loop, on its thread.
package struct BufferPool: ~Copyable {
    /// The smallest block handed out.
    package static let blockBytesMin = 512
    /// What output starts with: it is held for one turn as a rule, and rarely must be moved to a larger one.
    package static let outputBlockBytesMin = 4_096
    /// The largest block kept when returned.
    package static let pooledBytesMax = 65_536
    /// How many bytes of each size are kept when returned.
    private static let keptBytesPerSize = 1_048_576

    private var blocksBySize: [[UnsafeMutableRawPointer]] = Array(
        repeating: [], count: sizeIndex(pooledBytesMax) + 1)

    package init() {}

    /// The capacity of a block that holds `byteCount`.
    package static func capacity(for byteCount: Int) -> Int {
        guard byteCount > blockBytesMin else { return blockBytesMin }
        return 1 << (Int.bitWidth - (byteCount - 1).leadingZeroBitCount)
    }

    /// - Parameter capacity: A value of ``capacity(for:)``.
    /// - Complexity: O(1), without allocation when a block of this size was returned before.
    package mutating func take(capacity: Int) -> UnsafeMutableRawPointer {
        if capacity <= Self.pooledBytesMax, let block = blocksBySize[Self.sizeIndex(capacity)].popLast() {
            return block
        }
        guard let block = malloc(capacity) else { preconditionFailure("no memory for \(capacity) bytes") }
        return block
    }

    package mutating func giveBack(_ block: UnsafeMutableRawPointer, capacity: Int) {
        guard capacity <= Self.pooledBytesMax else { return free(block) }
        let index = Self.sizeIndex(capacity)
        if blocksBySize[index].count * capacity < Self.keptBytesPerSize {
            blocksBySize[index].append(block)
        } else {
            free(block)
        }
    }

    private static func sizeIndex(_ capacity: Int) -> Int {
        capacity.trailingZeroBitCount - blockBytesMin.trailingZeroBitCount
    }

    deinit {
        for blocks in blocksBySize { for block in blocks { free(block) } }
    }
}
