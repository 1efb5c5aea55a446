/// Why a request is not accepted. The connection is closed after the reply, because where the next request would
/// begin is not certain any more.
///
/// Neither code nor message quotes the input, so both may go into a log or a reply.
package enum HTTPRefusal: Error, Hashable, Sendable, CaseIterable {
    // The request line
    /// Not `METHOD SP target SP version`, or an empty line, or a first byte that is no capital letter.
    case malformedRequestLine
    /// A target that is not in origin form, or holds what a path and a query do not, or a bad `%`.
    case malformedTarget
    /// A request line longer than ``HTTPLimits/requestLineBytesMax``.
    case targetTooLong
    /// A well-formed method that is not one of ``HTTPMethod``.
    case unknownMethod
    /// HTTP in a version other than 1.1 and 1.0.
    case unsupportedVersion

    // Fields
    /// A line that ends with a line feed alone.
    case bareLineFeed
    /// A field line that begins with white space.
    case obsoleteFold
    case spaceBeforeColon
    case malformedFieldName
    /// A control character in a value, a carriage return included.
    case malformedFieldValue
    /// More than ``HTTPLimits/fieldsBytesMax``.
    case fieldsTooLong
    /// More than ``HTTPLimits/fieldsMax``.
    case tooManyFields
    /// A field that may occur once came twice.
    case duplicateField
    case missingHost
    case malformedHost
    case unknownExpectation

    // Lengths
    case malformedContentLength
    /// `Content-Length` together with `Transfer-Encoding`.
    case bothLengths
    /// A transfer coding other than `chunked`, or more than one.
    case unknownTransferCoding
    /// `Transfer-Encoding` in a request of HTTP/1.0.
    case chunkedInOldVersion
    /// Content in a GET or HEAD request.
    case unexpectedContent
    case bodyTooLarge
    case malformedChunk
    case chunkExtension
    /// So many small chunks that their framing outweighs their content.
    case tooMuchFraming
    /// A trailer field that is not well formed, or that only a head may have.
    case malformedTrailer
    case trailersTooLong

    // What is read from a well-formed request
    /// A segment `.` or `..`, or one that holds `/` or a control character once decoded.
    case unsafePath
    /// Percent-encoded bytes that are not UTF-8.
    case encodingNotUTF8
    case tooManyQueryItems
    case malformedCondition
    case malformedCookie
    case malformedContentType
    case malformedMultipart
    case tooManyParts

    /// The status of the reply.
    package var status: HTTPStatus {
        switch self {
        case .targetTooLong: .uriTooLong
        case .unknownMethod, .unknownTransferCoding: .notImplemented
        case .unsupportedVersion: .versionNotSupported
        case .fieldsTooLong, .tooManyFields, .trailersTooLong: .headerFieldsTooLarge
        case .unknownExpectation: .expectationFailed
        case .bodyTooLarge: .contentTooLarge
        default: .badRequest
        }
    }
}
