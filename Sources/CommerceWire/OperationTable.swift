import CommerceCore
import Glibc

/// All operations, found by name without making a string.
package struct OperationTable: Sendable {
    package let operations: [Operation]
    private let slots: [UInt8]
    private static let slotCount = 512

    package init() {
        operations =
            Operation.catalog + Operation.customers + Operation.orders + Operation.inventory
            + Operation.access
        var slots = [UInt8](repeating: 0, count: OperationTable.slotCount)
        for (index, operation) in operations.enumerated() {
            let name = operation.name
            var slot = OperationTable.hash(
                UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
            while slots[slot] != 0 { slot = (slot + 1) % OperationTable.slotCount }
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
            slot = (slot + 1) % OperationTable.slotCount
        }
        return nil
    }

    private static func hash(_ name: UnsafeRawBufferPointer) -> Int {
        var value: UInt32 = 2_166_136_261
        for byte in name.prefix(64) { value = (value ^ UInt32(byte)) &* 16_777_619 }
        return Int(value % UInt32(slotCount))
    }
}
