import Glibc
package import Journaling
import Synchronization

/// A disk in memory that does what real disks do at their worst: for tests and simulation.
///
/// What has been written and not synced is visible and not durable; ``crash(using:)`` keeps an arbitrary part of it.
/// Calls fail, are cut short, or go wrong silently as ``faults`` says. Everything it does follows from its
/// seed, the calls made, and the generator given to `crash`. It is no model of time: nothing is slow.
package final class FaultyStorage: StorageDirectory {
    struct State {
        var disk = FaultyDisk()
        var faults = StorageFaults()
        var generator: SeededGenerator
        /// Counts up with every crash: open files and locks of before are dead.
        var generation = 0
        var calls = 0
        var reads = 0
        var writes = 0
        var locked: Set<String> = []
    }

    package let path = "/disk"
    let state: Mutex<State>

    package init(seed: UInt64 = 0) {
        state = Mutex(State(generator: SeededGenerator(seed: seed)))
    }

    private init(disk: FaultyDisk) {
        var state = State(generator: SeededGenerator(seed: 0))
        state.disk = disk
        self.state = Mutex(state)
    }

    /// What goes wrong from now on.
    package var faults: StorageFaults {
        get { state.withLock { $0.faults } }
        set { state.withLock { $0.faults = newValue } }
    }

    /// How many calls there have been, of any kind.
    package var callCount: Int { state.withLock { $0.calls } }

    /// Starts counting calls, reads and writes anew, for ``faults``.
    package func resetCounts() {
        state.withLock { ($0.calls, $0.reads, $0.writes) = (0, 0, 0) }
    }

    /// A power cut: all un-synced writes are kept or lost sector by sector, all un-synced changes of names one
    /// by one; open files are dead, locks are gone.
    package func crash(using generator: inout SeededGenerator) {
        state.withLock { state in
            state.disk.crash(using: &generator)
            state.generation += 1
            state.locked = []
        }
    }

    /// The end of the process: everything written stays; open files are dead, locks are gone.
    package func killProcess() {
        state.withLock { state in
            state.generation += 1
            state.locked = []
        }
    }

    /// Another disk with the same content, without faults.
    package func copy() -> FaultyStorage { FaultyStorage(disk: state.withLock { $0.disk }) }

    // MARK: StorageDirectory

    package func list() throws(StorageError) -> [String] {
        try call(.list, path) { state in state.disk.visibleNames.keys.sorted() }
    }

    package func open(_ name: String, _ mode: StorageOpenMode) throws(StorageError) -> any StorageFile {
        try call(.open, path(of: name)) { (state) throws(StorageError) in
            guard let node = state.disk.open(name, mode) else {
                throw StorageError(.open, path: path(of: name), errno: ENOENT)
            }
            return FaultyFile(self, node: node, generation: state.generation, path: path(of: name))
        }
    }

    package func rename(_ name: String, to target: String) throws(StorageError) {
        try call(.rename, path(of: name)) { (state) throws(StorageError) in
            guard state.disk.rename(name, to: target) else {
                throw StorageError(.rename, path: path(of: name), errno: ENOENT)
            }
        }
    }

    package func remove(_ name: String) throws(StorageError) {
        try call(.remove, path(of: name)) { (state) throws(StorageError) in
            guard state.disk.remove(name) else {
                throw StorageError(.remove, path: path(of: name), errno: ENOENT)
            }
        }
    }

    package func synchronize() throws(StorageError) {
        try call(.synchronizeDirectory, path) { state in
            if !state.faults.ignoresSyncs { state.disk.synchronizeNames() }
        }
    }

    package func lock(_ name: String) throws(StorageError) -> any StorageLock {
        try call(.lock, path(of: name)) { (state) throws(StorageError) in
            guard state.locked.insert(name).inserted else {
                throw StorageError(.lock, path: path(of: name), errno: EWOULDBLOCK)
            }
            return FaultyLock(self, name: name, generation: state.generation)
        }
    }

    private func path(of name: String) -> String { "\(path)/\(name)" }

    /// Counts a call, and fails it if its turn has come.
    func call<Result>(
        _ operation: StorageError.Operation, _ path: String,
        _ body: (inout State) throws(StorageError) -> Result
    ) throws(StorageError) -> Result {
        // The result is a value, or a file made here: nothing of the state escapes with it.
        var result: Result?
        try state.withLock { (state) throws(StorageError) in
            state.calls += 1
            if let errno = state.faults.errno(forCall: state.calls) {
                throw StorageError(operation, path: path, errno: errno)
            }
            result = try body(&state)
        }
        guard let result else { preconditionFailure("\(operation) of \(path) neither returned nor threw") }
        return result
    }
}

/// A lock on a ``FaultyStorage``.
private final class FaultyLock: StorageLock {
    private let storage: FaultyStorage
    private let name: String
    private let generation: Int

    init(_ storage: FaultyStorage, name: String, generation: Int) {
        self.storage = storage
        self.name = name
        self.generation = generation
    }

    deinit { release() }

    func release() {
        storage.state.withLock { state in
            if state.generation == generation { state.locked.remove(name) }
        }
    }
}
