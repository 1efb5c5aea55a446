/// How large a text, its rows and its fields may be, so that a hostile file costs bounded memory.
///
/// A field costs 16 bytes beside its text (48 if that is longer than 15 bytes), so ``cellsMax`` bounds what a file of
/// nothing but commas can take.
package struct CSVLimits: Hashable, Sendable {
    package var bytesMax = 16 << 20
    package var rowsMax = 1_000_000
    package var rowBytesMax = 4 << 20
    package var fieldBytesMax = 1 << 20
    /// Of one row.
    package var fieldsMax = 512
    /// Of the whole text.
    package var cellsMax = 4_000_000

    package init() {}
}
