/// The documents of one word, tag or category: a set of ordinals that is small for most and large for a few.
///
///     count = 0        nothing
///     count = 1        `only`, without an allocation: most words of a catalog are SKUs
///     up to 4,096      `few`, ascending
///     above            `many`; back to `few` below 2,048
struct Postings: Sendable {
    private(set) var count: UInt32 = 0
    private var only: UInt32 = 0
    private var few: [UInt32] = []
    private var many: Bitmap?

    private static let fewMaximum = 4_096
    private static let manyMinimum = 2_048

    var isEmpty: Bool { count == 0 }

    /// - Complexity: O(log few).
    func contains(_ ordinal: UInt32) -> Bool {
        if count <= 1 { return count == 1 && only == ordinal }
        if let many { return many.contains(ordinal) }
        let index = place(of: ordinal)
        return index < few.count && few[index] == ordinal
    }

    /// Does nothing if it is there.
    ///
    /// - Complexity: O(1) at the end, otherwise a move of at most 16 KB.
    mutating func insert(_ ordinal: UInt32) {
        switch count {
        case 0:
            only = ordinal
            count = 1
        case 1:
            guard only != ordinal else { return }
            few = only < ordinal ? [only, ordinal] : [ordinal, only]
            count = 2
        default:
            if many != nil {
                if many!.insert(ordinal) { count += 1 }
                return
            }
            insertIntoFew(ordinal)
        }
    }

    /// Does nothing if it is not there.
    mutating func remove(_ ordinal: UInt32) {
        guard contains(ordinal) else { return }
        count -= 1
        guard count > 0 else { return }
        if many != nil {
            many!.remove(ordinal)
            if count < Postings.manyMinimum { thin() }
            return
        }
        few.remove(at: place(of: ordinal))
        if count == 1 {
            only = few[0]
            few = []
        }
    }

    /// Adds all to `bitmap`.
    ///
    /// - Complexity: O(count) or O(words of a bitmap), whichever is less.
    @inline(__always)
    func formUnion(into bitmap: inout Bitmap) {
        if count == 1 {
            bitmap.insert(only)
        } else if let many {
            bitmap.formUnion(many)
        } else {
            bitmap.insert(few)
        }
    }

    private mutating func insertIntoFew(_ ordinal: UInt32) {
        if ordinal > few[few.count - 1] {
            few.append(ordinal)
        } else {
            let index = place(of: ordinal)
            guard few[index] != ordinal else { return }
            few.insert(ordinal, at: index)
        }
        count += 1
        guard few.count > Postings.fewMaximum else { return }
        var bitmap = Bitmap()
        bitmap.insert(few)
        many = bitmap
        few = []
    }

    private mutating func thin() {
        many?.visit { few.append($0) }
        many = nil
    }

    /// The index of the first that is not less.
    private func place(of ordinal: UInt32) -> Int {
        var low = 0
        var high = few.count
        while low < high {
            let middle = (low + high) >> 1
            if few[middle] < ordinal { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
