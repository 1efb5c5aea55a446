import Glibc
import Journaling
import Synchronization

/// An open file of a ``FaultyStorage``. Dead after a crash.
final class FaultyFile: StorageFile {
    let path: String
    private let storage: FaultyStorage
    private let node: Int
    private let generation: Int

    init(_ storage: FaultyStorage, node: Int, generation: Int, path: String) {
        self.storage = storage
        self.node = node
        self.generation = generation
        self.path = path
    }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(StorageError) -> Int {
        try call(.read) { (state) throws(StorageError) in
            try interrupt(&state, .read)
            state.reads += 1
            guard let bytes = state.disk.nodes[node]?.visible, offset < UInt64(bytes.count) else { return 0 }
            let count = min(buffer.count, bytes.count - Int(offset))
            bytes.withUnsafeBytes { source in
                let range = Int(offset)..<Int(offset) + count
                buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: source[range]))
            }
            if state.faults.flippedRead == state.reads, count > 0 {
                let bit = Int.random(in: 0..<count * 8, using: &state.generator)
                buffer[bit / 8] ^= 1 << UInt8(bit % 8)
            }
            return count
        }
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(StorageError) -> Int {
        try call(.write) { (state) throws(StorageError) in
            try interrupt(&state, .write)
            state.writes += 1
            var count = bytes.count
            if count > 1, state.generator.oneIn(state.faults.shortWriteOneIn) {
                count = Int.random(in: 1..<count, using: &state.generator)
            }
            var offset = Int(offset)
            if state.faults.misdirectedWrite == state.writes {
                let size = state.disk.nodes[node]?.visible.count ?? 0
                offset = Int.random(in: 0...max(size - count, 0), using: &state.generator)
            }
            let longer = offset + count - (state.disk.nodes[node]?.visible.count ?? 0)
            if let free = state.freeBytes, longer > free { count -= longer - max(free, 0) }
            guard count > 0 else { throw StorageError(.write, path: path, errno: ENOSPC) }
            state.disk.write(node, Array(bytes[..<count]), at: offset)
            return count
        }
    }

    func synchronize() throws(StorageError) {
        do throws(StorageError) {
            try call(.synchronize) { state in
                if !state.faults.ignoresSyncs { state.disk.synchronize(node) }
            }
        } catch {
            // As Linux does: the pages count as clean, whatever became of them.
            storage.state.withLock { state in
                guard state.generation == generation else { return }
                state.disk.failSynchronizing(node, using: &state.generator)
            }
            throw error
        }
    }

    func truncate(to size: UInt64) throws(StorageError) {
        try call(.truncate) { state in state.disk.resize(node, to: Int(size)) }
    }

    func preallocate(to size: UInt64) throws(StorageError) {
        try call(.preallocate) { (state) throws(StorageError) in
            let longer = Int(size) - (state.disk.nodes[node]?.visible.count ?? 0)
            guard longer > 0 else { return }
            if let free = state.freeBytes, longer > free {
                throw StorageError(.preallocate, path: path, errno: ENOSPC)
            }
            state.disk.resize(node, to: Int(size))
        }
    }

    func size() throws(StorageError) -> UInt64 {
        try call(.size) { state in UInt64(state.disk.nodes[node]?.visible.count ?? 0) }
    }

    func dropCache() throws(StorageError) {
        try call(.dropCache) { state in state.disk.dropCache(node) }
    }

    func close() {}

    private func call<Result>(
        _ operation: StorageError.Operation,
        _ body: (inout FaultyStorage.State) throws(StorageError) -> Result
    ) throws(StorageError) -> Result {
        try storage.call(operation, path) { (state) throws(StorageError) in
            guard state.generation == generation, state.disk.nodes[node] != nil else {
                throw StorageError(operation, path: path, errno: EBADF)
            }
            return try body(&state)
        }
    }

    private func interrupt(
        _ state: inout FaultyStorage.State, _ operation: StorageError.Operation
    ) throws(StorageError) {
        guard state.generator.oneIn(state.faults.interruptOneIn) else { return }
        throw StorageError(operation, path: path, errno: EINTR)
    }
}

extension FaultyStorage.State {
    /// How many more bytes the disk holds; `nil` if it has no end.
    var freeBytes: Int? { faults.capacityBytes.map { $0 - disk.usedBytes } }
}
