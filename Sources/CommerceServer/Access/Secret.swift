/// A text that must not be seen: it prints as `***`, whatever prints it.
///
/// Only ``revealed`` gives the text, so every place that does is found by that name. It does not wipe memory.
package struct Secret: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    package let revealed: String

    package init(_ text: String) { revealed = text }

    package var description: String { "***" }
    package var debugDescription: String { "***" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
