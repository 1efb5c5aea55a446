/// The seven things a JSON value can be. `true` and `false` are kinds of their own.
@usableFromInline
package enum JSONKind: UInt8, Hashable, Sendable, BitwiseCopyable {
    case object
    case array
    case string
    case number
    case `true`
    case `false`
    case null
}
