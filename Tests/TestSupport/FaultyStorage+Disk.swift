import Journaling

/// What is on a simulated disk: as programs see it, and as a power cut leaves it.
///
///     visible = durable with every pending change applied        (except after a failed sync)
///
/// A plain value: a copy of it is another disk.
struct FaultyDisk {
    enum Change {
        case write(offset: Int, bytes: [UInt8])
        case resize(Int)
    }

    struct Node {
        var visible: [UInt8] = []
        var durable: [UInt8] = []
        var pending: [Change] = []
    }

    enum NameChange {
        case link(String, node: Int)
        case unlink(String)
        case rename(String, to: String, node: Int)
    }

    var nodes: [Int: Node] = [:]
    var visibleNames: [String: Int] = [:]
    var durableNames: [String: Int] = [:]
    var pendingNames: [NameChange] = []
    private var nodesMade = 0

    /// The bytes all named files take.
    var usedBytes: Int { visibleNames.values.reduce(0) { $0 + (nodes[$1]?.visible.count ?? 0) } }

    // MARK: Names

    mutating func open(_ name: String, _ mode: StorageOpenMode) -> Int? {
        if let node = visibleNames[name] {
            if mode == .replace { resize(node, to: 0) }
            return node
        }
        guard mode == .replace else { return nil }
        nodesMade += 1
        nodes[nodesMade] = Node()
        change(.link(name, node: nodesMade))
        return nodesMade
    }

    mutating func rename(_ name: String, to target: String) -> Bool {
        guard let node = visibleNames[name] else { return false }
        change(.rename(name, to: target, node: node))
        return true
    }

    mutating func remove(_ name: String) -> Bool {
        guard visibleNames[name] != nil else { return false }
        change(.unlink(name))
        return true
    }

    mutating func synchronizeNames() {
        durableNames = visibleNames
        pendingNames = []
    }

    private mutating func change(_ change: NameChange) {
        Self.apply(change, to: &visibleNames)
        pendingNames.append(change)
    }

    static func apply(_ change: NameChange, to names: inout [String: Int]) {
        switch change {
        case .link(let name, let node): names[name] = node
        case .unlink(let name): names[name] = nil
        case .rename(let name, let target, let node):
            if names[name] == node { names[name] = nil }
            names[target] = node
        }
    }

    // MARK: Content

    mutating func write(_ node: Int, _ bytes: [UInt8], at offset: Int) {
        Self.apply(.write(offset: offset, bytes: bytes), to: &nodes[node]!.visible)
        nodes[node]!.pending.append(.write(offset: offset, bytes: bytes))
    }

    mutating func resize(_ node: Int, to size: Int) {
        Self.apply(.resize(size), to: &nodes[node]!.visible)
        nodes[node]!.pending.append(.resize(size))
    }

    mutating func synchronize(_ node: Int) {
        guard let pending = nodes[node]?.pending else { return }
        for change in pending { Self.apply(change, to: &nodes[node]!.durable) }
        nodes[node]!.pending = []
    }

    /// A sync that fails: some of it is written, all of it counts as written from now on.
    mutating func failSynchronizing(_ node: Int, using generator: inout SeededGenerator) {
        nodes[node]!.keepSome(oneIn: 2, using: &generator)
    }

    /// From now on programs see what is on the disk, and what is waiting to be written.
    mutating func dropCache(_ node: Int) {
        var bytes = nodes[node]!.durable
        for change in nodes[node]!.pending { Self.apply(change, to: &bytes) }
        nodes[node]!.visible = bytes
    }

    static func apply(_ change: Change, to bytes: inout [UInt8]) {
        switch change {
        case .write(let offset, let new):
            extend(&bytes, to: offset + new.count)
            bytes.replaceSubrange(offset..<offset + new.count, with: new)
        case .resize(let size):
            if size < bytes.count { bytes.removeLast(bytes.count - size) } else { extend(&bytes, to: size) }
        }
    }

    private static func extend(_ bytes: inout [UInt8], to size: Int) {
        if bytes.count < size { bytes += [UInt8](repeating: 0, count: size - bytes.count) }
    }
}
