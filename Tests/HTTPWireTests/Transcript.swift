import HTTPWire

/// A request by its content, so that two parses can be compared.
struct SeenRequest: Hashable {
    var method: HTTPMethod
    var target: String
    var isVersion11: Bool
    var fields: [String]
    var body: [UInt8]
    var keepsAlive: Bool
    var expectsContinue: Bool
    var bodyLength: HTTPBodyLength

    init(_ request: HTTPRequest) {
        method = request.method
        target = String(decoding: request.target, as: UTF8.self)
        isVersion11 = request.head.isVersion11
        var fields: [String] = []
        request.forEachField { name, value in
            fields.append(
                String(decoding: name, as: UTF8.self) + ": " + String(decoding: value, as: UTF8.self))
        }
        self.fields = fields
        body = Array(request.body)
        keepsAlive = request.head.keepsAlive
        expectsContinue = request.head.expectsContinue
        bodyLength = request.head.bodyLength
    }

    func value(_ name: String) -> String? {
        fields.first { $0.lowercased().hasPrefix(name + ": ") }.map { String($0.dropFirst(name.count + 2)) }
    }
}

/// Everything that a connection's bytes came to.
struct Transcript: Hashable {
    enum Event: Hashable {
        case head
        case request(SeenRequest)
        case refused(HTTPRefusal)
    }

    var events: [Event] = []
    /// What was consumed by requests.
    var consumedBytes = 0

    var requests: [SeenRequest] {
        events.compactMap { if case .request(let request) = $0 { request } else { nil } }
    }
    var refusal: HTTPRefusal? { if case .refused(let refusal)? = events.last { refusal } else { nil } }

    /// Parses `bytes` as they would come in parts that end at `splits` and at the end, each time shown at the end of
    /// readable memory.
    init(_ bytes: [UInt8], splits: [Int] = [], limits: HTTPLimits = HTTPLimits(), memory: GuardedBytes) {
        var parser = HTTPRequestParser(limits: limits)
        for end in splits + [bytes.count] {
            var isWaiting = false
            while !isWaiting {
                let shown = memory.place(bytes[consumedBytes..<end])
                switch parser.next(in: shown) {
                case .needsMore: isWaiting = true
                case .headComplete: events.append(.head)
                case .request(let count):
                    events.append(.request(SeenRequest(parser.request(in: shown))))
                    consumedBytes += count
                case .refused(let refusal):
                    events.append(.refused(refusal))
                    return
                }
            }
        }
    }

    init(_ text: String, limits: HTTPLimits = HTTPLimits()) {
        let bytes = Array(text.utf8)
        self.init(bytes, limits: limits, memory: GuardedBytes(capacityBytes: bytes.count + 1))
    }
}
