/// The position of an entity in the order in which its kind came into being, from 0 and without gaps.
///
/// It is the identity used inside: in memory, in order lines, in the journal. Clients see an ``EntityID``.
package struct Ordinal<Kind>: Hashable, Comparable, Sendable, BitwiseCopyable {
    package let value: UInt32

    @inlinable
    package init(_ value: UInt32) { self.value = value }
    @inlinable
    package init(_ value: Int) { self.value = UInt32(value) }

    @inlinable
    package var index: Int { Int(value) }

    @inlinable
    package static func < (left: Ordinal, right: Ordinal) -> Bool { left.value < right.value }
}

package enum ProductKind {}
package enum VariantKind {}
package enum CustomerKind {}
package enum OrderKind {}
package enum ShippingMethodKind {}
package enum LabelKind {}
package enum ContactKind {}
package enum AddressKind {}
package enum SubjectKind {}
package enum CategoryKind {}
package enum TagKind {}
package enum UserKind {}
package enum RoleKind {}
package enum SessionKind {}
package enum StockImportKind {}

package typealias ProductOrdinal = Ordinal<ProductKind>
package typealias VariantOrdinal = Ordinal<VariantKind>
package typealias CustomerOrdinal = Ordinal<CustomerKind>
package typealias OrderOrdinal = Ordinal<OrderKind>
package typealias ShippingMethodOrdinal = Ordinal<ShippingMethodKind>
/// Names and SKU of a variant as they were when a line was sold.
package typealias LabelOrdinal = Ordinal<LabelKind>
/// E-mail, name and phone of a customer as they were when an order was placed.
package typealias ContactOrdinal = Ordinal<ContactKind>
/// An address text, shared by all orders that went to it.
package typealias AddressOrdinal = Ordinal<AddressKind>
/// Who asked: a user, an API key, the server itself.
package typealias SubjectOrdinal = Ordinal<SubjectKind>
package typealias CategoryOrdinal = Ordinal<CategoryKind>
package typealias TagOrdinal = Ordinal<TagKind>
package typealias UserOrdinal = Ordinal<UserKind>
package typealias RoleOrdinal = Ordinal<RoleKind>
/// The number of a sign-in session; never given again after the session is forgotten.
package typealias SessionOrdinal = Ordinal<SessionKind>
/// The number of a stock import; never given again after the import is forgotten.
package typealias StockImportOrdinal = Ordinal<StockImportKind>

/// The running number of a timed reservation, from 0 and without gaps. Never used again, unlike a client's id.
package struct ReservationNumber: Hashable, Comparable, Sendable {
    package let value: UInt64

    @inlinable
    package init(_ value: UInt64) { self.value = value }

    @inlinable
    package static func < (left: ReservationNumber, right: ReservationNumber) -> Bool {
        left.value < right.value
    }
}
