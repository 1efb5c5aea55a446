/// A Content-Type (RFC 9110, section 8.3.1), such as `multipart/form-data; boundary=x`.
package struct HTTPMediaType: Hashable, Sendable {
    package struct Parameter: Hashable, Sendable {
        /// In small letters.
        package let name: String
        package let value: String
    }

    /// `type/subtype` in small letters.
    package let essence: String
    package let parameters: [Parameter]

    private static var parametersMax: Int { 8 }

    /// - Throws: ``HTTPRefusal/malformedContentType``, for a parameter that comes twice, too many of them, and a value
    ///   that is not UTF-8, too.
    package init(_ value: UnsafeRawBufferPointer) throws(HTTPRefusal) {
        let end = value.firstIndex { $0 == Byte.semicolon || Byte.isBlank($0) } ?? value.count
        let halves = value.part(0..<end).split(separator: Byte.slash, omittingEmptySubsequences: false)
        let areTokens = halves.allSatisfy { half in
            !half.isEmpty && ASCIISet.token.containsAll(UnsafeRawBufferPointer(rebasing: half))
        }
        guard halves.count == 2, areTokens else { throw .malformedContentType }
        essence = String(decoding: value.part(0..<end), as: UTF8.self).lowercased()
        var parameters: [Parameter] = []
        var rest = FieldParameters(value.part(end..<value.count))
        while let (name, bytes) = try rest.next(else: .malformedContentType) {
            let name = String(decoding: name, as: UTF8.self).lowercased()
            guard let text = String(validating: bytes, as: UTF8.self), parameters.count < Self.parametersMax,
                !parameters.contains(where: { $0.name == name })
            else { throw .malformedContentType }
            parameters.append(Parameter(name: name, value: text))
        }
        self.parameters = parameters
    }

    package func parameter(_ name: String) -> String? { parameters.first { $0.name == name }?.value }
}
