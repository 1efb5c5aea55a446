/// Something that people who work here should know. Its texts are made by whoever shows it.
///
/// It is derived: each follows from one journal record and has that record's sequence for its number. 32 bytes, so
/// that the newest few thousand stay in one piece of memory.
package struct Notification: Hashable, Sendable, BitwiseCopyable {
    package enum Kind: UInt8, Sendable, BitwiseCopyable, CaseIterable {
        case newOrder = 1
        /// An order has come to another status than CANCELLED.
        case orderStatus, orderCancelled
        /// A variant's available stock fell below its threshold.
        case lowStock
        /// An order could not be placed.
        case orderFailed
    }

    /// Of the record it follows from: the notification's number, without equal and growing.
    package let sequence: UInt64
    package let at: Timestamp
    private let availableUnits: Int64
    /// The ordinal of an order or of a variant; see ``order`` and ``variant``.
    private let subjectNumber: UInt32
    package let kind: Kind
    private let statusNumber: UInt8

    private static let none = UInt32.max
    private static let noStatus = UInt8.max
    private static let noUnits = Int64.min

    private init(
        _ kind: Kind, sequence: UInt64, at: Timestamp, subjectNumber: UInt32?, status: OrderStatus? = nil,
        available: Quantity? = nil
    ) {
        self.sequence = sequence
        self.at = at
        self.kind = kind
        self.subjectNumber = subjectNumber ?? Notification.none
        statusNumber = status?.rawValue ?? Notification.noStatus
        availableUnits = available?.units ?? Notification.noUnits
    }

    package static func newOrder(_ order: OrderOrdinal, sequence: UInt64, at: Timestamp) -> Notification {
        Notification(.newOrder, sequence: sequence, at: at, subjectNumber: order.value, status: .pending)
    }

    /// An order has come to `status`.
    package static func order(
        _ order: OrderOrdinal, is status: OrderStatus, sequence: UInt64, at: Timestamp
    ) -> Notification {
        Notification(
            status == .cancelled ? .orderCancelled : .orderStatus, sequence: sequence, at: at,
            subjectNumber: order.value, status: status)
    }

    package static func lowStock(
        of variant: VariantOrdinal, available: Quantity?, sequence: UInt64, at: Timestamp
    ) -> Notification {
        Notification(
            .lowStock, sequence: sequence, at: at, subjectNumber: variant.value, available: available)
    }

    /// An order could not be placed, for want of `variant` if one is named.
    package static func orderFailed(
        variant: VariantOrdinal?, available: Quantity?, sequence: UInt64, at: Timestamp
    ) -> Notification {
        Notification(
            .orderFailed, sequence: sequence, at: at, subjectNumber: variant?.value, available: available)
    }

    package var order: OrderOrdinal? {
        switch kind {
        case .newOrder, .orderStatus, .orderCancelled: OrderOrdinal(subjectNumber)
        case .lowStock, .orderFailed: nil
        }
    }

    package var variant: VariantOrdinal? {
        switch kind {
        case .newOrder, .orderStatus, .orderCancelled: nil
        case .lowStock, .orderFailed:
            subjectNumber == Notification.none ? nil : VariantOrdinal(subjectNumber)
        }
    }

    /// Where the order stands since.
    package var status: OrderStatus? { OrderStatus(rawValue: statusNumber) }

    /// What was available then; `nil` if that was not written down.
    package var available: Quantity? {
        availableUnits == Notification.noUnits ? nil : Quantity(availableUnits)
    }
}
