// The entry point for libFuzzer; `run.sh` compiles it together with the sources of HTTPWire, and no other build does.

/// What a connection's bytes came to, as one text.
func transcript(_ bytes: UnsafeRawBufferPointer, splits: [Int]) -> String {
    var limits = HTTPLimits()
    // Small, so that inputs of a few hundred bytes reach every limit.
    limits.requestLineBytesMax = 64
    limits.fieldsBytesMax = 256
    limits.fieldsMax = 8
    limits.bodyBytesMax = 64
    limits.chunkFramingBytesMax = 32
    limits.trailersBytesMax = 32
    var parser = HTTPRequestParser(limits: limits)
    var text = ""
    var consumed = 0
    var isRefused = false
    for end in splits + [bytes.count] {
        var isWaiting = isRefused
        while !isWaiting {
            // A copy of its own, so that the sanitizer sees a byte read too far.
            let part = Array(bytes[consumed..<end])
            part.withUnsafeBytes { part in
                switch parser.next(in: part) {
                case .needsMore: isWaiting = true
                case .headComplete: text += "head "
                case .request(let count):
                    text += describe(parser.request(in: part)) + " \(count) "
                    consumed += count
                case .refused(let refusal):
                    text += "\(refusal.code) "
                    isRefused = true
                    isWaiting = true
                }
            }
            precondition(parser.head.fields.count <= limits.fieldsMax, "\(parser.head.fields.count) fields")
        }
    }
    return text
}

/// Everything in a request, read by all that reads requests.
func describe(_ request: HTTPRequest) -> String {
    var text = "\(request.method) \(request.head.bodyLength) \(Array(request.body)) \(Array(request.target))"
    request.forEachField { name, value in text += " \(Array(name)):\(Array(value))" }
    if let target = try? HTTPTarget(request.target) {
        for segment in target.segments {
            let isSafe = segment.text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x2F }
            precondition(isSafe && segment.text != "..", "an unsafe segment was accepted")
        }
        text += " \((try? target.query().items.count) ?? -1)"
    }
    let lengths = [HTTPFieldName.contentLength, .transferEncoding].compactMap { request[$0] }
    precondition(lengths.count <= 1, "both lengths were accepted")
    precondition(!request.head.isVersion11 || request[.host] != nil, "a request without a host was accepted")
    text += " \(request[.cookie].map { (try? HTTPCookies($0).value(of: "s")) != nil } ?? false)"
    text += " \(request[.ifMatch].map { (try? HTTPCondition($0).isAny) ?? false } ?? false)"
    if let type = request[.contentType].flatMap({ try? HTTPMediaType($0) }) {
        let form = try? HTTPMultipartForm(request.body, contentType: type)
        for part in form?.parts ?? [] {
            precondition(part.content.upperBound <= request.body.count, "\(part)")
        }
        text += " \(form?.parts.count ?? -1)"
    }
    return text
}

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    // The first two bytes choose where the rest is split; everything depends on the input alone.
    guard count > 2 else { return 0 }
    let bytes = UnsafeRawBufferPointer(start: start + 2, count: count - 2)
    let whole = transcript(bytes, splits: [])
    let places = [Int(start[0]) % (bytes.count + 1), Int(start[1]) % (bytes.count + 1)].sorted()
    precondition(transcript(bytes, splits: places) == whole, "split at \(places) parses differently")
    if count < 64 {
        precondition(
            transcript(bytes, splits: Array(0..<bytes.count)) == whole, "single bytes parse differently")
    }
    return 0
}
