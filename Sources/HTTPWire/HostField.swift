/// Judges the value of a Host field: `host [ ":" port ]` (RFC 9110, section 7.2).
///
/// Narrower than the grammar, which lets names be made of percent signs, commas and more: no host is called like
/// that, and such names serve to be read differently by different readers. An empty name is refused too, because
/// only targets without a host, which are refused, ask for it.
enum HostField {
    private static var portDigitsMax: Int { 5 }

    static func isValid(_ value: UnsafeRawBufferPointer) -> Bool {
        guard let first = value.first else { return false }
        if first == 0x5B {
            guard let end = value.firstIndex(of: 0x5D), end > 2 else { return false }
            return ASCIISet.addressV6.containsAll(value.part(1..<end))
                && isPort(value.part(end + 1..<value.count))
        }
        let end = value.firstIndex(of: Byte.colon) ?? value.count
        return end > 0 && ASCIISet.host.containsAll(value.part(0..<end))
            && isPort(value.part(end..<value.count))
    }

    /// Nothing, or a colon and digits.
    private static func isPort(_ rest: UnsafeRawBufferPointer) -> Bool {
        guard !rest.isEmpty else { return true }
        guard rest[0] == Byte.colon, (2...portDigitsMax + 1).contains(rest.count) else { return false }
        return rest.dropFirst().allSatisfy { (0x30...0x39).contains($0) }
    }
}
