/// The request fields that have a slot of their own, so that finding one costs no search.
package enum HTTPFieldName: UInt8, Hashable, Sendable, CaseIterable {
    case host, contentLength, transferEncoding, connection, expect, authorization, contentType, accept
    case acceptEncoding, ifNoneMatch, ifMatch, idempotencyKey, cookie, origin, lastEventID, requestID
    case secFetchSite

    /// The name in small letters.
    package var name: StaticString {
        switch self {
        case .host: "host"
        case .contentLength: "content-length"
        case .transferEncoding: "transfer-encoding"
        case .connection: "connection"
        case .expect: "expect"
        case .authorization: "authorization"
        case .contentType: "content-type"
        case .accept: "accept"
        case .acceptEncoding: "accept-encoding"
        case .ifNoneMatch: "if-none-match"
        case .ifMatch: "if-match"
        case .idempotencyKey: "idempotency-key"
        case .cookie: "cookie"
        case .origin: "origin"
        case .lastEventID: "last-event-id"
        case .requestID: "x-request-id"
        case .secFetchSite: "sec-fetch-site"
        }
    }

    /// True for lists that clients may spread over several lines and of which nothing is decided here.
    var mayRepeat: Bool { self == .connection || self == .accept || self == .acceptEncoding }

    /// True for what decides where a message ends or whom it is for: not allowed in a trailer.
    var isFraming: Bool { self == .host || self == .contentLength || self == .transferEncoding }

    /// Recognises a name that consists of token characters, whatever its case.
    ///
    /// Setting bit 5 turns no token character but a capital letter into a small one or a hyphen, so comparing
    /// that way is exact. At most two candidates have the same length, so at most three pairs of words are compared.
    @inline(__always)
    static func recognise(_ start: UnsafePointer<UInt8>, _ count: Int) -> HTTPFieldName? {
        guard count >= 4, count <= 17 else { return nil }
        if count < 8 {
            // Above the last byte the constants have zeros, and so has the mask.
            let mask = ~UInt64(0) &>> (UInt64(truncatingIfNeeded: 8 &- count) &* 8)
            let word = WordScan.lowered(WordScan.loadShort(start, count)) & mask
            switch word {
            case WordScan.word("host"): return .host
            case WordScan.word("accept"): return .accept
            case WordScan.word("cookie"): return .cookie
            case WordScan.word("origin"): return .origin
            case WordScan.word("expect"): return .expect
            default: return nil
            }
        }
        let first = WordScan.lowered(WordScan.load(start))
        let last = WordScan.lowered(WordScan.load(start + (count &- 8)))
        switch count {
        case 8: return match(.ifMatch, "if-match", first, last)
        case 10: return match(.connection, "connection", first, last)
        case 12:
            return match(.contentType, "content-type", first, last)
                ?? match(.requestID, "x-request-id", first, last)
        case 13:
            return match(.ifNoneMatch, "if-none-match", first, last)
                ?? match(.authorization, "authorization", first, last)
                ?? match(.lastEventID, "last-event-id", first, last)
        case 14:
            return match(.contentLength, "content-length", first, last)
                ?? match(.secFetchSite, "sec-fetch-site", first, last)
        case 15:
            return match(.acceptEncoding, "accept-encoding", first, last)
                ?? match(.idempotencyKey, "idempotency-key", first, last)
        case 17:
            // The one name with a byte that neither word covers.
            guard start[8] | 0x20 == WordScan.middleOfTransferEncoding else { return nil }
            return match(.transferEncoding, "transfer-encoding", first, last)
        default: return nil
        }
    }

    @inline(__always)
    private static func match(
        _ name: HTTPFieldName, _ text: StaticString, _ first: UInt64, _ last: UInt64
    ) -> HTTPFieldName? {
        first == WordScan.word(text) && last == WordScan.lastWord(text) ? name : nil
    }
}

extension WordScan {
    /// The `-` between `transfer` and `encoding`.
    fileprivate static var middleOfTransferEncoding: UInt8 { Byte.hyphen }
}
