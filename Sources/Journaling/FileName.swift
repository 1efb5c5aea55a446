/// The names of the files in a data directory. Numbers have 20 digits, so names sort as they count.
package enum FileName {
    package static let manifest = "MANIFEST"
    package static let manifestTemporary = "MANIFEST.tmp"
    package static let snapshotTemporary = "snapshot.tmp"

    /// A segment in use, by the sequence of the first record it can hold.
    package static func segment(firstSequence: UInt64) -> String { "journal-\(digits(firstSequence)).wal" }
    /// A segment made ready for use, by its ordinal.
    package static func prepared(ordinal: UInt64) -> String { "prepared-\(digits(ordinal)).wal" }
    /// What was cut from the end of a segment.
    package static func torn(segment: String) -> String { segment + ".torn" }
    /// A snapshot, by the highest sequence in it.
    package static func snapshot(endSequence: UInt64) -> String { "snapshot-\(digits(endSequence)).snap" }

    package static func firstSequence(ofSegment name: String) -> UInt64? {
        number(in: name, prefix: "journal-", suffix: ".wal")
    }
    package static func ordinal(ofPrepared name: String) -> UInt64? {
        number(in: name, prefix: "prepared-", suffix: ".wal")
    }
    package static func endSequence(ofSnapshot name: String) -> UInt64? {
        number(in: name, prefix: "snapshot-", suffix: ".snap")
    }

    private static func digits(_ number: UInt64) -> String {
        let digits = String(number)
        return String(repeating: "0", count: 20 - digits.count) + digits
    }

    private static func number(in name: String, prefix: String, suffix: String) -> UInt64? {
        guard name.hasPrefix(prefix), name.hasSuffix(suffix) else { return nil }
        let digits = name.dropFirst(prefix.count).dropLast(suffix.count)
        guard digits.count == 20, digits.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
        return UInt64(digits)
    }
}
