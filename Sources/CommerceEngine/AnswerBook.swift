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

    /// What is kept at `now`. An older answer under the same key may not have been forgotten yet.
    func find(operation: String, key: String, at now: Timestamp) -> Answer? {
        table.find(hash(key, tweak: hash(operation))) { number in
            guard let answer = answers[number], AnswerBook.isKept(answer, at: now) else { return false }
            return answer.key == key && answer.operation == operation
        }.flatMap { answers[$0] }
    }

    private static func isKept(_ answer: Answer, at now: Timestamp) -> Bool {
        now.milliseconds - answer.at.milliseconds < keptMilliseconds
    }

    /// Numbers up to `number` are used up, whoever had them.
    mutating func skip(to number: UInt64) { nextNumber = max(nextNumber, number) }

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
                !AnswerBook.isKept(answer, at: now)
            else { return }
            oldest.removeFirst()
            table.remove(hash(answer.key, tweak: hash(answer.operation)), number)
            answers[number] = nil
        }
    }

    subscript(number: UInt64) -> Answer? { answers[number] }
}
