extension HTTPRefusal: CustomStringConvertible {
    /// A name for machines. Once given out it does not change.
    package var code: StaticString { words.code }
    /// One line for people.
    package var message: StaticString { words.message }
    package var description: String { "\(code): \(message)" }

    private var words: (code: StaticString, message: StaticString) {
        switch self {
        case .malformedRequestLine:
            ("malformed_request_line", "The request line is not a method, a target and a version.")
        case .malformedTarget:
            ("malformed_target", "The request target is not a path with an optional query.")
        case .targetTooLong: ("target_too_long", "The request line is too long.")
        case .unknownMethod: ("unknown_method", "The method is not known here.")
        case .unsupportedVersion: ("unsupported_version", "Only HTTP/1.1 and HTTP/1.0 are understood.")
        case .bareLineFeed: ("bare_line_feed", "A line does not end with CR LF.")
        case .obsoleteFold: ("obsolete_fold", "A header field is folded over lines.")
        case .spaceBeforeColon:
            ("space_before_colon", "White space stands between a field name and its colon.")
        case .malformedFieldName:
            ("malformed_field_name", "A field name is missing or holds other than token characters.")
        case .malformedFieldValue: ("malformed_field_value", "A field value holds a control character.")
        case .fieldsTooLong: ("fields_too_long", "The header fields are too long.")
        case .tooManyFields: ("too_many_fields", "There are too many header fields.")
        case .duplicateField: ("duplicate_field", "A header field that may occur once came twice.")
        case .missingHost: ("missing_host", "The Host field is missing.")
        case .malformedHost: ("malformed_host", "The Host field is not a host with an optional port.")
        case .unknownExpectation: ("unknown_expectation", "The only expectation understood is 100-continue.")
        case .malformedContentLength:
            ("malformed_content_length", "Content-Length is not one decimal number.")
        case .bothLengths: ("both_lengths", "Content-Length and Transfer-Encoding exclude each other.")
        case .unknownTransferCoding:
            ("unknown_transfer_coding", "The only transfer coding understood is chunked.")
        case .chunkedInOldVersion: ("chunked_in_old_version", "HTTP/1.0 has no Transfer-Encoding.")
        case .unexpectedContent: ("unexpected_content", "A GET or HEAD request may not have content.")
        case .bodyTooLarge: ("body_too_large", "The content is too large.")
        case .malformedChunk:
            ("malformed_chunk", "A chunk is not a hexadecimal size, its bytes and line ends.")
        case .chunkExtension: ("chunk_extension", "Chunk extensions are not accepted.")
        case .tooMuchFraming: ("too_much_framing", "The content comes in too many small chunks.")
        case .malformedTrailer:
            ("malformed_trailer", "A trailer field is malformed or may not stand in a trailer.")
        case .trailersTooLong: ("trailers_too_long", "The trailer fields are too long.")
        case .unsafePath:
            ("unsafe_path", "A path segment is a dot segment or holds a slash or control character.")
        case .encodingNotUTF8: ("encoding_not_utf8", "Percent-encoded bytes are not UTF-8.")
        case .tooManyQueryItems: ("too_many_query_items", "The query has too many items.")
        case .malformedCondition:
            ("malformed_condition", "A condition is neither * nor a list of entity tags.")
        case .malformedCookie: ("malformed_cookie", "A cookie is malformed or came twice.")
        case .malformedContentType:
            ("malformed_content_type", "Content-Type is not a media type with parameters.")
        case .malformedMultipart:
            ("malformed_multipart", "The content is not well-formed multipart/form-data.")
        case .tooManyParts: ("too_many_parts", "The form has too many parts.")
        }
    }
}
