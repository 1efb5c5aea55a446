/// Up to eight yes-or-no facts of each row, one set of rows for each fact.
package struct FlagColumns<Flags: OptionSet & Sendable>: Sendable where Flags.RawValue == UInt8 {
    private var values: [UInt8] = []
    private var rows = [Bitmap](repeating: Bitmap(), count: 8)

    package init() {}

    package subscript(ordinal: UInt32) -> Flags {
        Flags(rawValue: Int(ordinal) < values.count ? values[Int(ordinal)] : 0)
    }

    /// - Complexity: O(flags that differ).
    package mutating func set(_ ordinal: UInt32, _ flags: Flags) {
        let missing = Int(ordinal) + 1 - values.count
        if missing > 0 { values.append(contentsOf: repeatElement(0, count: missing)) }
        var differing = values[Int(ordinal)] ^ flags.rawValue
        values[Int(ordinal)] = flags.rawValue
        while differing != 0 {
            let flag = differing.trailingZeroBitCount
            if flags.rawValue & (1 << UInt8(flag)) != 0 {
                rows[flag].insert(ordinal)
            } else {
                rows[flag].remove(ordinal)
            }
            differing &= differing - 1
        }
    }

    /// Keeps of `candidates` what passes `filter`.
    ///
    /// - Complexity: O(flags named · words).
    package func apply(_ filter: FlagFilter<Flags>, to candidates: inout Bitmap) {
        forEach(filter.required) { candidates.formIntersection(rows[$0]) }
        forEach(filter.excluded) { candidates.subtract(rows[$0]) }
        guard filter.anyOf.rawValue != 0 else { return }
        var wanted = Bitmap()
        forEach(filter.anyOf) { wanted.formUnion(rows[$0]) }
        candidates.formIntersection(wanted)
    }

    private func forEach(_ flags: Flags, _ body: (Int) -> Void) {
        var rest = flags.rawValue
        while rest != 0 {
            body(rest.trailingZeroBitCount)
            rest &= rest - 1
        }
    }
}

/// Which facts a row must have: all of `required`, none of `excluded`, one of `anyOf` unless that is empty.
package struct FlagFilter<Flags: OptionSet & Sendable>: Sendable where Flags.RawValue == UInt8 {
    package var required: Flags = []
    package var excluded: Flags = []
    package var anyOf: Flags = []

    package init(required: Flags = [], excluded: Flags = [], anyOf: Flags = []) {
        self.required = required
        self.excluded = excluded
        self.anyOf = anyOf
    }

    package var isEmpty: Bool {
        required.rawValue == 0 && excluded.rawValue == 0 && anyOf.rawValue == 0
    }

    /// Asks for the flag, for its absence, or for nothing.
    package mutating func require(_ flag: Flags, _ isSet: Bool?) {
        switch isSet {
        case true: required = required.union(flag)
        case false: excluded = excluded.union(flag)
        case nil: break
        }
    }
}
