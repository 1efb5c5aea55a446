import CompactJSON

/// The bytes that say what was asked, and by whom as far as that matters: one buffer, written again for each request.
///
///     line     permissions (8) · operation (8) · view (1) · each member but id and op as it stands
///     target   permissions (8) · path and query as they came
///
/// Two keys are the same only if the requests are; requests that say the same in other words have keys of their own.
struct CacheKey: ~Copyable {
    /// Longer requests are not looked up.
    static let bytesMax = 512

    private var buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: bytesMax, alignment: 8)
    private var count = 0

    deinit { buffer.deallocate() }

    /// Valid until the next one is written.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: buffer[..<count]) }

    /// - Returns: False if it is too long.
    mutating func write(_ operation: Operation, _ request: Request) -> Bool {
        begin(permissions: request.session.permissionBits)
        put(UInt64(UInt(bitPattern: ObjectIdentifier(operation))))
        guard put(request.wantsFullView ? 1 : 0) else { return false }
        for (key, value) in request.fields.node.members {
            switch key.name {
            case "id", "op", "view": continue
            default: guard put(key.rawBytes), put(value.rawBytes) else { return false }
            }
        }
        return true
    }

    /// - Returns: False if it is too long.
    mutating func write(target: UnsafeRawBufferPointer, permissions: UInt64) -> Bool {
        begin(permissions: permissions)
        return put(target)
    }

    private mutating func begin(permissions: UInt64) {
        count = 0
        put(permissions)
    }

    private mutating func put(_ number: UInt64) {
        buffer.storeBytes(of: number, toByteOffset: count, as: UInt64.self)
        count += 8
    }

    private mutating func put(_ byte: UInt8) -> Bool {
        guard count < CacheKey.bytesMax else { return false }
        buffer[count] = byte
        count += 1
        return true
    }

    private mutating func put(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard count + bytes.count <= CacheKey.bytesMax else { return false }
        UnsafeMutableRawBufferPointer(rebasing: buffer[count...]).copyMemory(from: bytes)
        count += bytes.count
        return true
    }
}
