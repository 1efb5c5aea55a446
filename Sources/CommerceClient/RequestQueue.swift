/// What one connection has in flight, oldest first: the caller's tag and when the request was made.
///
/// A ring of fixed size: O(1) and no allocation for each request.
struct RequestQueue {
    private var entries: [(tag: Int, startNanoseconds: Int64)]
    private var head = 0
    private(set) var count = 0

    init(capacity: Int) {
        precondition(capacity > 0, "a capacity of \(capacity)")
        entries = Array(repeating: (0, 0), count: capacity)
    }

    var isFull: Bool { count == entries.count }

    mutating func append(tag: Int, startNanoseconds: Int64) {
        precondition(!isFull, "\(count) requests are in flight already")
        entries[(head + count) % entries.count] = (tag, startNanoseconds)
        count += 1
    }

    mutating func popFirst() -> (tag: Int, startNanoseconds: Int64)? {
        guard count > 0 else { return nil }
        defer {
            head = (head + 1) % entries.count
            count -= 1
        }
        return entries[head]
    }
}
