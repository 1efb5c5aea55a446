package import CommerceCore

/// What never changes of an order once it is placed, as lists ask for it: its total, and which variants it holds.
///
///     totals[n] and postings are of the orders below `covered`
///
/// Selling does not touch it: whoever asks first has it catch up, and housekeeping does so now and then. Five
/// bytes a line, and four an order. Derived, used by one thread.
package final class OrderContents {
    /// How many orders have been taken in.
    package private(set) var covered = 0
    /// In minor units; the largest stands for what is above it.
    private var totals: [UInt32] = []
    /// By variant: the orders that hold it, ascending.
    private var postings: [[UInt32]] = []

    package init() {}

    /// Takes the next order in.
    ///
    /// - Complexity: O(lines).
    package func add(_ order: borrowing Order) {
        precondition(order.ordinal.index == covered, "order \(order.ordinal.value) out of turn")
        let number = order.ordinal.value
        for line in order.lines {
            let variant = line.variant.index
            if variant >= postings.count {
                postings.append(contentsOf: repeatElement([], count: variant + 1 - postings.count))
            }
            if postings[variant].last != number { postings[variant].append(number) }
        }
        totals.append(UInt32(clamping: order.total.minorUnits))
        covered += 1
    }

    /// The orders that hold the variant, ascending.
    package func orders(with variant: VariantOrdinal) -> [UInt32] {
        variant.index < postings.count ? postings[variant.index] : []
    }

    /// `nil` where it is too large to be kept.
    @inline(__always)
    package func total(_ order: UInt32) -> Int64? {
        let total = totals[Int(order)]
        return total == .max ? nil : Int64(total)
    }
}
