import CommerceCore
import Glibc

/// All operations, found by name without making a string.
package struct OperationTable: Sendable {
    package static let shared = OperationTable()

    package let operations: [Operation]
    package let routes: RouteTable
    private let slots: [UInt8]
    private static let slotBits = 9
    private static let slotCount = 1 << slotBits

    package init() {
        operations =
            Operation.catalog + Operation.shippingMethods + Operation.customers
            + Operation.customerReading + Operation.portal
            + Operation.orders
            + Operation.inventory + Operation.access + Operation.sessions + Operation.users
            + Operation.roles + Operation.apiKeys + Operation.administration + Operation.notifications
            + Operation.overview + Operation.liveSale + Operation.outbox
        routes = RouteTable(operations)
        precondition(operations.count < 256, "\(operations.count) operations")
        var slots = [UInt8](repeating: 0, count: OperationTable.slotCount)
        for (index, operation) in operations.enumerated() {
            let name = operation.name
            var slot = OperationTable.hash(
                UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
            while slots[slot] != 0 { slot = (slot + 1) & (OperationTable.slotCount - 1) }
            slots[slot] = UInt8(index + 1)
        }
        self.slots = slots
    }

    /// - Complexity: O(length of the name).
    package func find(_ name: UnsafeRawBufferPointer) -> Operation? {
        var slot = OperationTable.hash(name)
        while slots[slot] != 0 {
            let operation = operations[Int(slots[slot]) - 1]
            let known = UnsafeRawBufferPointer(
                start: operation.name.utf8Start, count: operation.name.utf8CodeUnitCount)
            if known.count == name.count && memcmp(known.baseAddress!, name.baseAddress!, name.count) == 0 {
                return operation
            }
            slot = (slot + 1) & (OperationTable.slotCount - 1)
        }
        return nil
    }

    /// The length and the first and last four bytes, mixed: they tell all but a few names apart.
    private static func hash(_ name: UnsafeRawBufferPointer) -> Int {
        guard name.count >= 4 else { return name.count }
        let first = UInt64(name.loadUnaligned(as: UInt32.self))
        let last = UInt64(name.loadUnaligned(fromByteOffset: name.count - 4, as: UInt32.self))
        let mixed = (first << 32 ^ last ^ UInt64(name.count) << 16) &* 0x9E37_79B9_7F4A_7C15
        return Int(mixed >> UInt64(64 - slotBits))
    }
}
