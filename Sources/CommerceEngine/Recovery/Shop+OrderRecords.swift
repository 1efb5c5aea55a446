import CommerceCore
import Journaling

// Recovery: orders, and what they mean for stock, customers and messages.
extension Shop {
    func applyOrder(
        _ type: RecordType, _ reader: inout ByteReader, _ sequence: UInt64, _ covers: Coverage
    ) throws {
        if type == .orderPlaced {
            let order = try reader.placedOrder()
            var converted: [ReservationNumber] = []
            for _ in 0..<(try reader.count(atMost: Order.linesMaximum)) {
                converted.append(try reader.reservationNumber())
            }
            replayTime(order.createdAt)
            announcePlaced(order.ordinal, at: order.createdAt, sequence: sequence)
            try applyPlaced(order, converted, sequence, covers)
            return
        }
        let ordinal = try reader.ordinal(OrderKind.self)
        guard ordinal.index < orders.count else {
            throw RecordError(reason: "change of an order that is not there")
        }
        let actor = orders[ordinal.index]
        if covers.includes(.orders, UInt64(ordinal.value), sequence) {
            _ = try reader.bytes(reader.remaining)
            // The order has taken the event in; the message about it may still be missing.
            if let step = actor.owned({ $0.order.steps.last { $0.event.sequence == sequence } }) {
                announce(step, of: ordinal)
            }
            return
        }
        let event = try reader.orderEvent(of: actor.owned { $0.order })
        replayTime(event.at)
        let change = actor.owned { $0.apply(event) }
        announce(change.step, of: ordinal)
        guard isDerived else { return }
        move(change.effects, of: ordinal, event)
        count(change, of: ordinal)
    }

    private func applyPlaced(
        _ order: Order, _ converted: [ReservationNumber], _ sequence: UInt64, _ covers: Coverage
    ) throws {
        let number = UInt64(order.ordinal.value)
        guard order.customer.index < customers.count,
            order.lines.allSatisfy({ $0.variant.index < variants.count })
        else { throw RecordError(reason: "order of an unknown customer or variant") }
        if isDerived {
            try requireNext(number, orders.count)
            for reservation in converted where reservations[reservation]?.isLive != true {
                throw RecordError(reason: "conversion of reservation \(reservation.value), which is not live")
            }
            enter(order, total: order.total)
            takeStock(of: order, converting: converted)
            return
        }
        if !covers.includes(.orders, number, sequence) {
            try requireNext(number, orders.count)
            enter(order, total: order.total)
        }
        for reservation in converted
        where !covers.includes(.reservations, reservation.value, sequence)
            && reservations[reservation]?.isLive == true
        {
            reservations.end(reservation, as: .converted, at: order.createdAt)
        }
    }
}
