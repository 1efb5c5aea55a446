extension JSONNode {
    /// A 64-bit fingerprint of what the value says: equal for texts that differ only in white space, in member
    /// order or in how strings are escaped, and different, but for chance, for all others. Numbers count by their
    /// text: `1` is not `1.0`.
    ///
    /// The algorithm is fixed for ever, since fingerprints are stored. All arithmetic is modulo 2^64:
    ///
    ///     start(tag)     = tag * 0x9E3779B97F4A7C15
    ///     step(h, w)     = x ^ (x >> 32)   where x = (h ^ w) * 0x9E3779B97F4A7C15
    ///     finish(h)      = the finalizer of MurmurHash3 (fmix64)
    ///     text(tag, b)   = finish(h), h from start(tag) by step with the length of b, then with its little-endian
    ///                      8-byte words, the last one filled up with zeros
    ///     string         = text(1, decoded bytes)         number = text(2, bytes as written)
    ///     true           = finish(start(3))      false = finish(start(4))      null = finish(start(5))
    ///     array          = finish(h), h from start(6) by step with the count, then with each element's fingerprint
    ///     member         = finish(step(text(8, decoded key), fingerprint of the value))
    ///     object         = finish(step(step(start(7), count), sum of its members))
    ///
    /// Not cryptographic: whoever wants to can make two texts with one fingerprint.
    ///
    /// - Parameter names: Members of this object, not of those inside it, that do not count.
    /// - Complexity: O(bytes); recursion at most ``JSONLimits/depthMax`` deep.
    package func fingerprint(excluding names: [StaticString] = []) -> UInt64 {
        guard kind == .object, !names.isEmpty else { return fingerprintOfAll }
        return fingerprintOfMembers { key in !names.contains { key.bytesEqual($0) } }
    }

    private var fingerprintOfAll: UInt64 {
        switch kind {
        case .object: return fingerprintOfMembers { _ in true }
        case .array:
            var hash = Fingerprint.step(Fingerprint.start(6), UInt64(count))
            for element in elements { hash = Fingerprint.step(hash, element.fingerprintOfAll) }
            return Fingerprint.finish(hash)
        case .string: return Fingerprint.text(1, storage.pointee.content(of: token))
        case .number: return Fingerprint.text(2, rawBytes)
        case .true: return Fingerprint.finish(Fingerprint.start(3))
        case .false: return Fingerprint.finish(Fingerprint.start(4))
        case .null: return Fingerprint.finish(Fingerprint.start(5))
        }
    }

    @inline(__always)
    private func fingerprintOfMembers(where isCounted: (JSONNode) -> Bool) -> UInt64 {
        var sum: UInt64 = 0
        var counted: UInt64 = 0
        for (key, value) in members where isCounted(key) {
            let name = Fingerprint.text(8, storage.pointee.content(of: key.token))
            let member = Fingerprint.step(name, value.fingerprintOfAll)
            sum &+= Fingerprint.finish(member)
            counted &+= 1
        }
        return Fingerprint.finish(Fingerprint.step(Fingerprint.step(Fingerprint.start(7), counted), sum))
    }
}

/// The arithmetic of ``JSONNode/fingerprint(excluding:)``. Every step is a bijection of the hash so far.
private enum Fingerprint {
    /// Keeps tags apart from the counts that are mixed in next.
    @inline(__always)
    static func start(_ tag: UInt64) -> UInt64 { tag &* 0x9E37_79B9_7F4A_7C15 }

    @inline(__always)
    static func step(_ hash: UInt64, _ word: UInt64) -> UInt64 {
        let product = (hash ^ word) &* 0x9E37_79B9_7F4A_7C15
        return product ^ product >> 32
    }

    @inline(__always)
    static func finish(_ hash: UInt64) -> UInt64 {
        var mixed = (hash ^ hash >> 33) &* 0xFF51_AFD7_ED55_8CCD
        mixed = (mixed ^ mixed >> 33) &* 0xC4CE_B9FE_1A85_EC53
        return mixed ^ mixed >> 33
    }

    static func text(_ tag: UInt64, _ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var hash = step(start(tag), UInt64(bytes.count))
        var index = 0
        while index + 8 <= bytes.count {
            hash = step(
                hash, UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)))
            index += 8
        }
        if index < bytes.count {
            var last: UInt64 = 0
            var shift: UInt64 = 0
            while index < bytes.count {
                last |= UInt64(bytes[index]) << shift
                shift += 8
                index += 1
            }
            hash = step(hash, last)
        }
        return finish(hash)
    }
}
