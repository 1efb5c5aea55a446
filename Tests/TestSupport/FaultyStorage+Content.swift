import Journaling
import Synchronization

/// What tests do to the bytes on the disk behind everyone's back.
extension FaultyStorage {
    /// The names of all files.
    package var fileNames: [String] { state.withLock { $0.disk.visibleNames.keys.sorted() } }

    /// The file's bytes as a program would read them; `nil` if there is no such file.
    package func content(of name: String) -> [UInt8]? {
        state.withLock { state in
            state.disk.visibleNames[name].flatMap { state.disk.nodes[$0]?.visible }
        }
    }

    /// Makes these the file's bytes, durably; the file is made if there is none.
    package func setContent(of name: String, _ bytes: [UInt8]) {
        state.withLock { state in
            guard let node = state.disk.open(name, .replace) else { return }
            state.disk.write(node, bytes, at: 0)
            state.disk.synchronize(node)
            state.disk.synchronizeNames()
        }
    }

    /// Changes one bit, on the disk, after everything written has reached it.
    package func flipBit(_ bit: Int, of name: String) {
        state.withLock { state in
            guard let node = state.disk.visibleNames[name] else { return }
            state.disk.synchronize(node)
            state.disk.nodes[node]?.visible[bit / 8] ^= 1 << UInt8(bit % 8)
            state.disk.nodes[node]?.durable[bit / 8] ^= 1 << UInt8(bit % 8)
        }
    }

    /// Removes the file, durably.
    package func delete(_ name: String) {
        state.withLock { state in
            _ = state.disk.remove(name)
            state.disk.synchronizeNames()
        }
    }
}
