/// `EVALSHA` of one of the rivals' scripts, in Redis's own protocol.
///
/// The scripts answer with an integer: 0 no stock, 1 reserved, 2 a repeated key, from 10 an order's number plus ten.
struct RedisTraffic: Traffic {
    /// Which script, over which keys.
    enum Script {
        /// `w1.lua`: a hash with quantity and reserved, and a record of the reservation.
        case reserve
        /// `w1lean.lua`: the leanest thing that still refuses repeats.
        case reserveLean
        /// `w2.lua`: an order of three lines.
        case order
    }

    var counter = DecimalCounter()
    private var random = RandomSource(seed: 1)
    private let script: Script
    private let digest: [UInt8]
    private let variants: VariantChoice
    private let customerCount: Int
    private let fourDigits = FourDigits.shared
    let requestBytesMax = 320

    /// - Parameter digest: The script's SHA-1 in hexadecimal, as `SCRIPT LOAD` gave it.
    init(script: Script, digest: String, variants: VariantChoice, customerCount: Int = 1) {
        precondition(
            digest.utf8.count == 40 && customerCount <= 10_000, "digest \(digest), customers \(customerCount)"
        )
        self.script = script
        self.digest = Array(digest.utf8)
        self.variants = variants
        self.customerCount = customerCount
    }

    @inline(__always)
    mutating func compose(after previous: UInt64?, into output: inout OutputBuffer) -> UInt64 {
        counter.advance()
        if case .order = script { composeOrder(into: &output) } else { composeReserve(into: &output) }
        return counter.ascii
    }

    @inline(__always)
    mutating func judge(_ reply: UnsafeRawBufferPointer, of note: inout UInt64) -> Verdict {
        guard reply.count >= 4, reply[0] == UInt8(ascii: ":") else { return .failed }
        if case .order = script {
            if reply.count > 4 { return .accepted }
        } else if reply.count == 4, reply[1] == UInt8(ascii: "1") {
            return .accepted
        }
        return reply.count == 4 && reply[1] == UInt8(ascii: "0") ? .refused : .failed
    }

    @inline(__always)
    private mutating func composeReserve(into output: inout OutputBuffer) {
        output.append("*6\r\n$7\r\nEVALSHA\r\n$40\r\n")
        output.append(digest)
        if case .reserve = script {
            output.append("\r\n$1\r\n2\r\n$8\r\ninv:")
        } else {
            output.append("\r\n$1\r\n2\r\n$8\r\nqty:")
        }
        output.append(ascii: fourDigits[variants.next(&random)])
        output.append("\r\n$13\r\nres:1")
        output.append(ascii: counter.ascii)
        output.append("\r\n$1\r\n1\r\n")
    }

    @inline(__always)
    private mutating func composeOrder(into output: inout OutputBuffer) {
        let (first, second, third) = variants.nextThree(&random)
        output.append("*12\r\n$7\r\nEVALSHA\r\n$40\r\n")
        output.append(digest)
        output.append("\r\n$1\r\n4\r\n$8\r\ninv:")
        output.append(ascii: fourDigits[first])
        output.append("\r\n$8\r\ninv:")
        output.append(ascii: fourDigits[second])
        output.append("\r\n$8\r\ninv:")
        output.append(ascii: fourDigits[third])
        output.append("\r\n$14\r\nidem:1")
        output.append(ascii: counter.ascii)
        output.append("\r\n$1\r\n1\r\n$1\r\n2\r\n$1\r\n1\r\n$4\r\n")
        output.append(ascii: fourDigits[customerCount == 1 ? 7 : random.next(below: customerCount)])
        output.append("\r\n$10\r\n1700000000\r\n")
    }
}
