/// Connections in the order in which they are to be served.
///
/// First in, first out, each operation O(1) amortised; the memory is used again when the queue runs empty.
struct ConnectionQueue {
    private var connections: [Connection?] = []
    private var head = 0

    var count: Int { connections.count - head }
    var isEmpty: Bool { count == 0 }

    mutating func append(_ connection: Connection) {
        connections.append(connection)
    }

    mutating func popFirst() -> Connection? {
        guard head < connections.count else { return nil }
        let first = connections[head].take()
        head += 1
        if head == connections.count {
            connections.removeAll(keepingCapacity: true)
            head = 0
        } else if head >= 1_024 && head * 2 >= connections.count {
            connections.removeFirst(head)
            head = 0
        }
        return first
    }
}
