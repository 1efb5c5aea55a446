extension HTTPRequestParser {
    /// Judges `METHOD SP target SP HTTP/1.x`, in the order form, version, method, target.
    mutating func readRequestLine(_ base: UnsafePointer<UInt8>, _ line: Range<Int>) throws(HTTPRefusal) {
        // The shortest is `M / HTTP/1.1`.
        guard line.count >= 12 else { throw .malformedRequestLine }
        let versionStart = line.upperBound - 8
        guard base[versionStart - 1] == Byte.space else { throw .malformedRequestLine }
        head.isVersion11 = try Self.isVersion11(base + versionStart)
        // Safe to look for without bounds: there is a space before the version at the latest.
        var methodEnd = line.lowerBound
        while (0x41...0x5A).contains(base[methodEnd]) { methodEnd += 1 }
        guard base[methodEnd] == Byte.space, methodEnd < versionStart - 1 else { throw .malformedRequestLine }
        guard let method = HTTPMethod(base + line.lowerBound, methodEnd - line.lowerBound) else {
            throw .unknownMethod
        }
        head.method = method
        head.target = methodEnd + 1..<versionStart - 1
        try judgeTarget(base)
        head.keepsAlive = head.isVersion11
    }

    /// Reads eight bytes that should be `HTTP/1.1` or `HTTP/1.0`.
    private static func isVersion11(_ start: UnsafePointer<UInt8>) throws(HTTPRefusal) -> Bool {
        let word = WordScan.load(start)
        if word == WordScan.word("HTTP/1.1") { return true }
        if word == WordScan.word("HTTP/1.0") { return false }
        let digits: ClosedRange<UInt8> = 0x30...0x39
        let isVersion =
            word & 0x00FF_FFFF_FFFF == WordScan.word("HTTP/") && digits.contains(start[5])
            && start[6] == Byte.dot && digits.contains(start[7])
        throw isVersion ? .unsupportedVersion : .malformedRequestLine
    }

    /// Accepts the origin form, and `*` for OPTIONS.
    ///
    /// The absolute form, meant for proxies, and the authority form name a host beside the Host field.
    private func judgeTarget(_ base: UnsafePointer<UInt8>) throws(HTTPRefusal) {
        let target = head.target
        guard !target.isEmpty else { throw .malformedTarget }
        if base[target.lowerBound] != Byte.slash {
            let isAsterisk = target.count == 1 && base[target.lowerBound] == Byte.asterisk
            guard isAsterisk, head.method == .options else { throw .malformedTarget }
            return
        }
        var index = target.lowerBound
        while index < target.upperBound {
            guard ASCIISet.target.contains(base[index]) else { throw .malformedTarget }
            if base[index] == Byte.percent {
                guard index + 2 < target.upperBound, Byte.hexadecimal(base[index + 1]) != nil,
                    Byte.hexadecimal(base[index + 2]) != nil
                else { throw .malformedTarget }
                index += 2
            }
            index += 1
        }
    }
}
