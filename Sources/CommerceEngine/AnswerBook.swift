package import CommerceCore

/// What a request with an idempotency key was answered, so that its repetition gets the same.
package struct Answer: Hashable, Sendable {
    package let operation: String
    package let key: String
    /// Of the request without its key, so that another body under the same key is told apart.
    package let fingerprint: UInt64
    /// The reply as it was written.
    package let reply: [UInt8]
    package let at: Timestamp

    package init(operation: String, key: String, fingerprint: UInt64, reply: [UInt8], at: Timestamp) {
        self.operation = operation
        self.key = key
        self.fingerprint = fingerprint
        self.reply = reply
        self.at = at
    }
}

/// The answers kept for repeated requests, each for 24 hours. Orders keep their own keys.
///
/// Keys live per operation; the number of an answer is given once.
struct AnswerBook {
    static let keptMilliseconds: Int64 = 24 * 3_600_000

    private var answers: [UInt64: Answer] = [:]
    private var oldest = RingQueue<UInt64>()
    private let table = KeyTable()
    private let hash: ByteHash
    private(set) var nextNumber: UInt64 = 0

    init(hash: ByteHash) { self.hash = hash }

    var count: Int { answers.count }

    func find(operation: String, key: String) -> Answer? {
        table.find(hash(key, tweak: hash(operation))) { number in
            answers[number].map { $0.key == key && $0.operation == operation } ?? false
        }.flatMap { answers[$0] }
    }

    mutating func insert(_ answer: Answer, number: UInt64) {
        precondition(number >= nextNumber, "answer number \(number) was given before")
        nextNumber = number + 1
        answers[number] = answer
        oldest.append(number)
        table.insert(hash(answer.key, tweak: hash(answer.operation)), number)
    }

    /// Forgets what is older than a day; each call does a bounded part.
    mutating func forgetOld(at now: Timestamp, atMost limit: Int = 64) {
        for _ in 0..<limit {
            guard let number = oldest.first, let answer = answers[number],
                now.milliseconds - answer.at.milliseconds > AnswerBook.keptMilliseconds
            else { return }
            oldest.removeFirst()
            table.remove(hash(answer.key, tweak: hash(answer.operation)), number)
            answers[number] = nil
        }
    }

    subscript(number: UInt64) -> Answer? { answers[number] }
}
