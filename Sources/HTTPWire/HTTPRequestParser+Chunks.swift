extension HTTPRequestParser {
    /// Where the decoder stands within chunked content.
    struct ChunkState {
        enum Part {
            case size
            case data
            /// The CR LF behind the data.
            case dataEnd
            case trailers
        }

        var part = Part.size
        /// What is still to come of the present chunk.
        var remainingBytes = 0
        /// Where the first trailer line begins.
        var trailersStart = 0
        var isUsed = false
    }

    /// Decodes what is there (RFC 9112, section 7.1): no extensions, no white space, CR LF only.
    ///
    /// - Returns: True when the last line was read.
    mutating func readChunks(_ base: UnsafePointer<UInt8>, _ count: Int) throws(HTTPRefusal) -> Bool {
        while true {
            switch chunk.part {
            case .size:
                guard try readSize(base, count) else { return false }
            case .data:
                let copied = min(chunk.remainingBytes, count - lineStart)
                decoded.append(base + lineStart, copied)
                chunk.remainingBytes -= copied
                lineStart += copied
                searched = lineStart
                guard chunk.remainingBytes == 0 else { return false }
                chunk.part = .dataEnd
            case .dataEnd:
                guard try readDataEnd(base, count) else { return false }
            case .trailers:
                return try readTrailers(base, count)
            }
        }
    }

    /// Reads up to sixteen digits and CR LF, and judges what they announce.
    ///
    /// The few bytes of an incomplete line are read again when more have come.
    private mutating func readSize(_ base: UnsafePointer<UInt8>, _ count: Int) throws(HTTPRefusal) -> Bool {
        var size: UInt64 = 0
        var index = lineStart
        while index < count, let digit = Byte.hexadecimal(base[index]) {
            guard index - lineStart < Self.chunkLineBytesMax - 2 else { throw .malformedChunk }
            size = size << 4 | UInt64(digit)
            index += 1
        }
        searched = index
        guard index < count else { return false }
        if base[index] == Byte.semicolon, index > lineStart { throw .chunkExtension }
        guard base[index] == Byte.carriageReturn, index > lineStart else { throw .malformedChunk }
        guard index + 1 < count else { return false }
        guard base[index + 1] == Byte.lineFeed else { throw .malformedChunk }
        lineStart = index + 2
        searched = lineStart
        try begin(chunkOf: size)
        return true
    }

    private mutating func begin(chunkOf size: UInt64) throws(HTTPRefusal) {
        guard size <= UInt64(max(0, bodyBytesMax - decoded.count)) else { throw .bodyTooLarge }
        let framingBytes = lineStart - head.byteCount - decoded.count
        guard framingBytes <= limits.chunkFramingBytesMax + decoded.count else { throw .tooMuchFraming }
        chunk.remainingBytes = Int(size)
        chunk.part = size == 0 ? .trailers : .data
        chunk.trailersStart = lineStart
    }

    private mutating func readDataEnd(_ base: UnsafePointer<UInt8>, _ count: Int) throws(HTTPRefusal) -> Bool
    {
        guard lineStart < count else { return false }
        guard base[lineStart] == Byte.carriageReturn else { throw .malformedChunk }
        guard lineStart + 1 < count else { return false }
        guard base[lineStart + 1] == Byte.lineFeed else { throw .malformedChunk }
        lineStart += 2
        searched = lineStart
        chunk.part = .size
        return true
    }

    /// Judges trailer fields and forgets them: no use is made of what comes after the content.
    private mutating func readTrailers(_ base: UnsafePointer<UInt8>, _ count: Int) throws(HTTPRefusal) -> Bool
    {
        let limit = chunk.trailersStart + limits.trailersBytesMax
        while let line = try nextLine(base, count, limit: limit, else: .trailersTooLong) {
            if line.isEmpty { return true }
            let field = try Self.trailer(base, line)
            let name = HTTPFieldName.recognise(base + Int(field.nameStart), Int(field.nameCount))
            if let name, name.isFraming { throw .malformedTrailer }
        }
        return false
    }

    /// - Throws: Only ``HTTPRefusal/malformedTrailer``, whatever is wrong.
    private static func trailer(_ base: UnsafePointer<UInt8>, _ line: Range<Int>) throws(HTTPRefusal)
        -> HTTPField
    {
        do throws(HTTPRefusal) { return try split(base, line) } catch { throw .malformedTrailer }
    }
}
