public import Glibc

/// What a key says, loaded once to be compared with many names: `switch key.name { case "sku": … }`.
///
/// A name of another length costs one comparison, one of the same length a few words. It is a bare pointer and lives
/// as long as its ``JSONNode``.
@usableFromInline
package struct JSONName {
    @usableFromInline let content: UnsafeRawBufferPointer

    @inlinable
    init(_ content: UnsafeRawBufferPointer) { self.content = content }

    @inlinable @inline(__always)
    package static func ~= (expected: StaticString, name: JSONName) -> Bool {
        guard name.content.count == expected.utf8CodeUnitCount, let base = name.content.baseAddress else {
            return false
        }
        return memcmp(base, expected.utf8Start, expected.utf8CodeUnitCount) == 0
    }
}

extension JSONNode {
    /// The content of a key. Of a value it means something only if that is a string.
    @inlinable package var name: JSONName { JSONName(storage.pointee.content(of: token)) }
}
