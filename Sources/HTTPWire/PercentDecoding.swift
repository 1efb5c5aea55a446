/// Decoding of `%41` (RFC 3986, section 2.1).
enum PercentDecoding {
    /// Decodes bytes of which the parser has seen that each `%` has two hexadecimal digits.
    ///
    /// - Parameter plusIsSpace: True for the items of a query, as forms write them.
    /// - Throws: ``HTTPRefusal/malformedTarget`` for a bad `%` all the same.
    static func decode(
        _ bytes: UnsafeRawBufferPointer, plusIsSpace: Bool
    ) throws(HTTPRefusal) -> [UInt8] {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            guard byte == Byte.percent else {
                decoded.append(plusIsSpace && byte == Byte.plus ? Byte.space : byte)
                continue
            }
            guard index + 2 <= bytes.count, let high = Byte.hexadecimal(bytes[index]),
                let low = Byte.hexadecimal(bytes[index + 1])
            else { throw .malformedTarget }
            decoded.append(high << 4 | low)
            index += 2
        }
        return decoded
    }

    /// Decodes to text.
    ///
    /// - Throws: ``HTTPRefusal/malformedTarget``, then ``HTTPRefusal/encodingNotUTF8``.
    static func text(_ bytes: UnsafeRawBufferPointer, plusIsSpace: Bool) throws(HTTPRefusal) -> String {
        let decoded = try decode(bytes, plusIsSpace: plusIsSpace)
        guard let text = String(validating: decoded, as: UTF8.self) else { throw .encodingNotUTF8 }
        return text
    }
}
