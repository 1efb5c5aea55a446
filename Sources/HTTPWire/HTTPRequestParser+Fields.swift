extension HTTPRequestParser {
    /// Judges `name: value` and files it. The first thing wrong in reading order is the one told.
    mutating func readField(_ base: UnsafePointer<UInt8>, _ line: Range<Int>) throws(HTTPRefusal) {
        guard head.fields.count < limits.fieldsMax else { throw .tooManyFields }
        let field = try Self.split(base, line)
        let number = head.fields.count
        head.fields.append(field)
        guard let name = HTTPFieldName.recognise(base + Int(field.nameStart), Int(field.nameCount)) else {
            return
        }
        if head.slots[Int(name.rawValue)] == 0xFF {
            head.slots[Int(name.rawValue)] = UInt8(truncatingIfNeeded: number)
        } else if !name.mayRepeat {
            throw .duplicateField
        }
        try readMeaning(
            name, UnsafeRawBufferPointer(start: base + Int(field.valueStart), count: Int(field.valueCount)))
    }

    /// Takes a field line apart (RFC 9112, section 5).
    static func split(_ base: UnsafePointer<UInt8>, _ line: Range<Int>) throws(HTTPRefusal) -> HTTPField {
        if Byte.isBlank(base[line.lowerBound]) { throw .obsoleteFold }
        let nameCount = ASCIISet.token.run(base, line.lowerBound, line.upperBound)
        let colon = line.lowerBound + nameCount
        guard colon < line.upperBound, base[colon] == Byte.colon, nameCount > 0 else {
            let isBlank = colon < line.upperBound && Byte.isBlank(base[colon])
            throw isBlank ? .spaceBeforeColon : .malformedFieldName
        }
        var start = colon + 1
        var end = line.upperBound
        while start < end, Byte.isBlank(base[start]) { start += 1 }
        while start < end, Byte.isBlank(base[end - 1]) { end -= 1 }
        guard isFieldValue(base + start, end - start) else { throw .malformedFieldValue }
        return HTTPField(
            nameStart: UInt32(line.lowerBound), nameCount: UInt32(nameCount), valueStart: UInt32(start),
            valueCount: UInt32(end - start))
    }

    /// True without control characters but the tab. Bytes of 0x80 and more are opaque (`obs-text`).
    private static func isFieldValue(_ start: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        var index = 0
        while index &+ 8 <= count {
            if !WordScan.isPrintable(WordScan.load(start + index)) {
                for byte in UnsafeBufferPointer(start: start + index, count: 8) where !isValueByte(byte) {
                    return false
                }
            }
            index &+= 8
        }
        while index < count {
            guard isValueByte(start[index]) else { return false }
            index &+= 1
        }
        return true
    }

    @inline(__always)
    private static func isValueByte(_ byte: UInt8) -> Bool {
        byte >= Byte.space && byte != 0x7F || byte == Byte.tab
    }

    /// Understands what bears on the message itself.
    private mutating func readMeaning(
        _ name: HTTPFieldName, _ value: UnsafeRawBufferPointer
    ) throws(HTTPRefusal) {
        switch name {
        case .host:
            guard HostField.isValid(value) else { throw .malformedHost }
        case .contentLength:
            let length = try Self.contentLength(value)
            head.bodyLength = length == 0 ? .none : .fixed(length)
        case .transferEncoding:
            guard value.equalsIgnoringCase("chunked") else { throw .unknownTransferCoding }
            hasTransferEncoding = true
        case .connection:
            readConnection(value)
        case .expect:
            guard value.equalsIgnoringCase("100-continue") else { throw .unknownExpectation }
            head.expectsContinue = head.isVersion11
        default:
            break
        }
    }

    /// Reads decimal digits and nothing else.
    private static func contentLength(_ value: UnsafeRawBufferPointer) throws(HTTPRefusal) -> Int {
        var length = 0
        for byte in value {
            guard (0x30...0x39).contains(byte) else { throw .malformedContentLength }
            // Past any limit it only has to stay there.
            length = min(length, Int.max / 16) * 10 + Int(byte - Byte.zero)
        }
        guard !value.isEmpty else { throw .malformedContentLength }
        guard length < Int.max / 16 else { throw .bodyTooLarge }
        return length
    }

    /// Looks for `close` in a list; other options mean nothing here.
    private mutating func readConnection(_ value: UnsafeRawBufferPointer) {
        if value.equalsIgnoringCase("keep-alive") { return }
        for option in value.split(separator: Byte.comma) {
            let trimmed = UnsafeRawBufferPointer(rebasing: option).trimmed
            if trimmed.equalsIgnoringCase("close") { head.keepsAlive = false }
        }
    }

    /// Judges what only all the fields together say.
    mutating func finishHead() throws(HTTPRefusal) {
        head.byteCount = lineStart
        if head.isVersion11 {
            guard head.field(.host) != nil else { throw .missingHost }
        }
        if hasTransferEncoding {
            guard head.field(.contentLength) == nil else { throw .bothLengths }
            guard head.isVersion11 else { throw .chunkedInOldVersion }
            head.bodyLength = .chunked
        }
        if head.method.refusesContent, head.bodyLength != .none { throw .unexpectedContent }
    }

    /// Judges the announced length by the limit that the caller had the chance to change.
    mutating func judgeLength() throws(HTTPRefusal) {
        if case .fixed(let length) = head.bodyLength {
            guard length <= bodyBytesMax else { throw .bodyTooLarge }
            phase = .fixedBody
        } else {
            chunk.isUsed = true
            phase = .chunks
        }
    }
}

extension UnsafeRawBufferPointer {
    /// The bytes without spaces and tabs around them.
    var trimmed: UnsafeRawBufferPointer {
        var range = 0..<count
        while let first = range.first, Byte.isBlank(self[first]) { range = first + 1..<range.upperBound }
        while let last = range.last, Byte.isBlank(self[last]) { range = range.lowerBound..<last }
        return part(range)
    }
}
