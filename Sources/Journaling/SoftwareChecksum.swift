/// CRC-32C by tables, eight bytes a step ("slicing by 8"): for processors without the instruction.
package enum SoftwareChecksum {
    private static let polynomialReflected: UInt32 = 0x82F6_3B78

    /// `tables[k * 256 + b]`: the effect of byte `b` followed by `k` zero bytes.
    private static let tables: [UInt32] = {
        var tables = [UInt32](repeating: 0, count: 8 * 256)
        for byte in 0..<256 {
            var value = UInt32(byte)
            for _ in 0..<8 { value = (value >> 1) ^ (value & 1 == 1 ? polynomialReflected : 0) }
            tables[byte] = value
        }
        for index in 256..<8 * 256 {
            let shorter = tables[index - 256]
            tables[index] = (shorter >> 8) ^ tables[Int(shorter & 0xFF)]
        }
        return tables
    }()

    /// Continues a register (neither inverted before nor after) over `bytes`.
    package static func update(_ register: UInt32, _ bytes: UnsafeRawBufferPointer) -> UInt32 {
        tables.withUnsafeBufferPointer { tables in
            var crc = register
            var at = 0
            while bytes.count - at >= 8 {
                let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
                crc = slice(word ^ UInt64(crc), tables)
                at += 8
            }
            while at < bytes.count {
                crc = (crc >> 8) ^ tables[Int((crc ^ UInt32(bytes[at])) & 0xFF)]
                at += 1
            }
            return crc
        }
    }

    @inline(__always)
    private static func slice(_ word: UInt64, _ tables: UnsafeBufferPointer<UInt32>) -> UInt32 {
        var crc: UInt32 = 0
        for lane in 0..<8 {
            crc ^= tables[(7 - lane) * 256 + Int((word >> UInt64(lane * 8)) & 0xFF)]
        }
        return crc
    }
}
