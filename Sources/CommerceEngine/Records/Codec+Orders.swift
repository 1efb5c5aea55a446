import CommerceCore
import Journaling

extension ByteWriter {
    /// The order as it was placed: what the record says, and what a snapshot begins with.
    mutating func put(placed order: Order) {
        put(order.ordinal)
        put(order.customer)
        put(order.contact)
        put(order.shippingAddress)
        put(order.billingAddress)
        put(optional: order.shippingMethod)
        put(order.createdBy)
        put(order.createdAt)
        put(order.tax)
        put(order.shipping)
        put(order.discount)
        put(string: order.idempotencyKey)
        put(fixed64: order.fingerprint)
        put(optional: order.customerNotes)
        put(count: order.lines.count)
        for line in order.lines {
            put(line.variant)
            put(line.label)
            put(line.quantity)
            put(line.unitPrice)
        }
    }

    /// The order with all that happened since.
    ///
    /// State is written as the events that led to it, so that there is one way to build an order.
    mutating func put(whole order: Order) {
        put(placed: order)
        put(count: order.steps.count)
        for step in order.steps { put(step.event) }
    }

    mutating func put(_ event: OrderEvent) {
        put(event.by)
        put(event.at)
        put(varint: event.sequence)
        switch event.change {
        case .moved(let status, let notes):
            put(byte: 1)
            put(byte: status.rawValue)
            put(optional: notes)
        case .cancelled(let reason, let notes):
            put(byte: 2)
            put(string: reason)
            put(optional: notes)
        case .paid: put(byte: 3)
        case .paymentFailed: put(byte: 4)
        case .noted(let text):
            put(byte: 5)
            put(string: text)
        case .shipped(let lines, let carrier, let number, let url, let notes):
            put(byte: 6)
            put(count: lines.count)
            for unit in lines {
                put(count: unit.line)
                put(unit.quantity)
            }
            put(optional: carrier)
            put(optional: number)
            put(optional: url)
            put(optional: notes)
        case .hidden: put(byte: 8)
        case .refunded(let amount, let lines, let reason):
            put(byte: 7)
            put(amount)
            put(count: lines.count)
            for unit in lines {
                put(count: unit.line)
                put(unit.quantity)
                put(unit.restock)
            }
            put(optional: reason)
        }
    }
}

extension ByteReader {
    mutating func placedOrder() throws -> Order {
        let ordinal = try ordinal(OrderKind.self)
        let customer = try self.ordinal(CustomerKind.self)
        let contact = try self.ordinal(ContactKind.self)
        let shippingAddress = try self.ordinal(AddressKind.self)
        let billingAddress = try self.ordinal(AddressKind.self)
        let method = try optionalOrdinal(ShippingMethodKind.self)
        let subject = try self.ordinal(SubjectKind.self)
        let createdAt = try time()
        let tax = try money()
        let shipping = try money()
        let discount = try money()
        let key = try string()
        let fingerprint = try fixed64()
        let notes = try optionalString()
        return Order(
            ordinal: ordinal, customer: customer, contact: contact, shippingAddress: shippingAddress,
            billingAddress: billingAddress, shippingMethod: method, createdBy: subject, createdAt: createdAt,
            tax: tax, shipping: shipping, discount: discount, lines: try orderLines(), idempotencyKey: key,
            fingerprint: fingerprint, customerNotes: notes)
    }

    mutating func wholeOrder() throws -> Order {
        var order = try placedOrder()
        for _ in 0..<(try count()) { order.apply(try orderEvent(of: order)) }
        return order
    }

    private mutating func orderLines() throws -> [OrderLine] {
        let count = try count(atMost: Order.linesMaximum)
        var lines: [OrderLine] = []
        lines.reserveCapacity(count)
        for _ in 0..<count {
            let variant = try ordinal(VariantKind.self)
            let label = try ordinal(LabelKind.self)
            let quantity = try quantity()
            guard quantity > .zero && quantity <= .requestMaximum else {
                throw RecordError(reason: "line of \(quantity) units")
            }
            lines.append(
                OrderLine(variant: variant, label: label, quantity: quantity, unitPrice: try money()))
        }
        return lines
    }

    /// Reads an event and checks that `order` can take it, so that `apply` never traps on a bad file.
    mutating func orderEvent(of order: Order) throws -> OrderEvent {
        let subject = try ordinal(SubjectKind.self)
        let at = try time()
        let sequence = try varint()
        let change: OrderEvent.Change
        switch try byte() {
        case 1: change = .moved(to: try enumeration(), notes: try optionalString())
        case 2: change = .cancelled(reason: try string(), notes: try optionalString())
        case 3: change = .paid
        case 4: change = .paymentFailed
        case 5: change = .noted(try string())
        case 6: change = try shipment(of: order)
        case 7: change = try refund(of: order)
        case 8: change = .hidden
        case let other: throw RecordError(reason: "order change \(other)")
        }
        return OrderEvent(change, by: subject, at: at, sequence: sequence)
    }

    private mutating func shipment(of order: Order) throws -> OrderEvent.Change {
        var lines: [LineUnits] = []
        for _ in 0..<(try count(atMost: Order.linesMaximum)) {
            let unit = LineUnits(line: try count(atMost: Order.linesMaximum), quantity: try quantity())
            guard order.lines.indices.contains(unit.line), unit.quantity <= order.lines[unit.line].unshipped
            else {
                throw RecordError(reason: "shipment of \(unit.quantity) units of line \(unit.line)")
            }
            lines.append(unit)
        }
        return .shipped(
            lines: lines, carrier: try optionalString(), trackingNumber: try optionalString(),
            trackingURL: try optionalString(), notes: try optionalString())
    }

    private mutating func refund(of order: Order) throws -> OrderEvent.Change {
        let amount = try money()
        var lines: [RefundedLine] = []
        for _ in 0..<(try count(atMost: Order.linesMaximum)) {
            let unit = RefundedLine(
                line: try count(atMost: Order.linesMaximum), quantity: try quantity(), restock: try flag())
            guard order.lines.indices.contains(unit.line) else {
                throw RecordError(reason: "refund of line \(unit.line)")
            }
            lines.append(unit)
        }
        return .refunded(amount: amount, lines: lines, reason: try optionalString())
    }
}
