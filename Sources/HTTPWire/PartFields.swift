/// The fields of one part of a form (RFC 7578, section 4).
struct PartFields {
    private var name: String?
    private var filename: String?
    private var contentType: String?

    /// Reads field lines up to the empty one.
    ///
    /// - Returns: Where the content begins.
    mutating func read(_ body: UnsafeRawBufferPointer, from start: Int) throws(HTTPRefusal) -> Int {
        guard let base = body.baseAddress?.assumingMemoryBound(to: UInt8.self) else {
            throw .malformedMultipart
        }
        let end = min(body.count, start + HTTPMultipartForm.partFieldsBytesMax)
        var position = start
        for _ in 0...HTTPMultipartForm.partFieldsMax {
            guard let lineFeed = body.part(position..<end).firstIndex(of: Byte.lineFeed), lineFeed > 0,
                body[position + lineFeed - 1] == Byte.carriageReturn
            else { throw .malformedMultipart }
            let line = position..<position + lineFeed - 1
            position += lineFeed + 1
            if line.isEmpty { return position }
            let field = try Self.split(base, line)
            try take(body.part(field.name), body.part(field.value))
        }
        throw .malformedMultipart
    }

    func part(content: Range<Int>) throws(HTTPRefusal) -> HTTPMultipartForm.Part {
        guard let name else { throw .malformedMultipart }
        return .init(name: name, filename: filename, contentType: contentType, content: content)
    }

    private static func split(_ base: UnsafePointer<UInt8>, _ line: Range<Int>) throws(HTTPRefusal)
        -> HTTPField
    {
        do throws(HTTPRefusal) {
            return try HTTPRequestParser.split(base, line)
        } catch {
            throw .malformedMultipart
        }
    }

    private mutating func take(
        _ field: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer
    ) throws(HTTPRefusal) {
        if field.equalsIgnoringCase("content-disposition") {
            guard name == nil else { throw .malformedMultipart }
            try readDisposition(value)
        } else if field.equalsIgnoringCase("content-type") {
            guard contentType == nil, let text = String(validating: value, as: UTF8.self) else {
                throw .malformedMultipart
            }
            contentType = text
        } else if field.equalsIgnoringCase("content-transfer-encoding") {
            // Deprecated, and the content would mean something else (RFC 7578, section 4.7).
            throw .malformedMultipart
        }
    }

    /// Reads `form-data; name="a"; filename="b"`. `filename*`, a second spelling of the same, is refused (section 4.2).
    private mutating func readDisposition(_ value: UnsafeRawBufferPointer) throws(HTTPRefusal) {
        let end = value.firstIndex { $0 == Byte.semicolon || Byte.isBlank($0) } ?? value.count
        guard value.part(0..<end).equalsIgnoringCase("form-data") else { throw .malformedMultipart }
        var parameters = FieldParameters(value.part(end..<value.count))
        while let (parameter, bytes) = try parameters.next(else: .malformedMultipart) {
            guard let text = String(validating: bytes, as: UTF8.self) else { throw .malformedMultipart }
            if parameter.equalsIgnoringCase("name"), name == nil {
                name = text
            } else if parameter.equalsIgnoringCase("filename"), filename == nil {
                filename = text
            } else {
                throw .malformedMultipart
            }
        }
        guard let name, !name.isEmpty else { throw .malformedMultipart }
    }
}
