import CommerceCore
import CommerceEngine
import CompactJSON

extension OrderRequest {
    /// Reads `orders.create` in one pass over its members.
    init(_ request: Request, in shop: isolated Shop) throws(Rejection) {
        var customer: JSONNode?
        var items: JSONNode?
        var rest: [(JSONNode, JSONNode)] = []
        for (key, value) in request.fields.node.members {
            if key.bytesEqual("customerId") {
                customer = value
            } else if key.bytesEqual("items") {
                items = value
            } else if !RequestFields.isEnvelope(key) {
                guard OrderRequest.optionalNames.contains(where: key.bytesEqual) else {
                    throw .unknownField(String(key.string?.prefix(64) ?? ""))
                }
                if !value.isNull { rest.append((key, value)) }
            }
        }
        guard let customer = customer.value else { throw .missingField("customerId") }
        let id = try RequestFields.entityID(customer, "customerId", else: .customerNotFound)
        self.init(customer: try shop.findCustomer(id), subject: request.subject(in: shop))
        maySellUnpublished = request.may(.productsWrite)
        for (key, value) in rest { try read(key, value, in: shop) }
        guard let items = items.value else { throw .missingField("items") }
        lines = try OrderRequest.lines(items, in: shop)
        if let key = request.idempotencyKey {
            idempotencyKey = String(decoding: key, as: UTF8.self)
            fingerprint = request.fingerprint
        }
    }

    /// Reads `orders.quote`: the members of an order that concern money and stock. It names no customer.
    init(pricing request: Request, in shop: isolated Shop) throws(Rejection) {
        self.init(customer: CustomerOrdinal(0), subject: request.subject(in: shop))
        maySellUnpublished = request.may(.productsWrite)
        for (key, value) in request.fields.node.members
        where !value.isNull && OrderRequest.pricedNames.contains(where: key.bytesEqual) {
            try read(key, value, in: shop)
        }
        lines = try OrderRequest.lines(try request.fields.required("items"), in: shop)
    }

    private static let pricedNames: [StaticString] = ["shippingMethodId", "tax", "discount", "shipping"]

    private static let optionalNames: [StaticString] = [
        "shippingAddress", "billingAddress", "shippingMethodId", "tax", "discount", "shipping",
        "customerNotes",
    ]

    private mutating func read(_ key: JSONNode, _ value: JSONNode, in shop: isolated Shop) throws(Rejection) {
        if key.bytesEqual("tax") {
            tax = try RequestFields.money(value, "tax")
        } else if key.bytesEqual("discount") {
            discount = try RequestFields.money(value, "discount")
        } else if key.bytesEqual("shipping") {
            shipping = try RequestFields.money(value, "shipping")
        } else if key.bytesEqual("shippingAddress") {
            shippingAddress = try RequestFields.address(value, "shippingAddress")
        } else if key.bytesEqual("billingAddress") {
            billingAddress = try RequestFields.address(value, "billingAddress")
        } else if key.bytesEqual("customerNotes") {
            customerNotes = try RequestFields.string(value, "customerNotes", bytesMaximum: 4_096)
        } else if key.bytesEqual("shippingMethodId") {
            shippingMethod = try shop.findShippingMethod(
                RequestFields.entityID(value, "shippingMethodId", else: .shippingMethodNotFound))
        } else {
            throw .unknownField(String(key.string?.prefix(64) ?? ""))
        }
    }

    private static func lines(_ items: JSONNode, in shop: isolated Shop) throws(Rejection) -> [RequestedLine]
    {
        guard items.kind == .array, items.count >= 1, items.count <= Order.linesMaximum else {
            throw .invalidValue(field: "items", reason: "must be a list of 1 to \(Order.linesMaximum) lines")
        }
        var lines: [RequestedLine] = []
        lines.reserveCapacity(items.count)
        for item in items.elements { lines.append(try line(item, in: shop)) }
        return lines
    }

    private static func line(_ item: JSONNode, in shop: isolated Shop) throws(Rejection) -> RequestedLine {
        guard item.kind == .object else {
            throw .invalidValue(field: "items", reason: "each line must be an object")
        }
        var sku: JSONNode?
        var variantID: JSONNode?
        var quantity: JSONNode?
        var price: JSONNode?
        var reservation: JSONNode?
        for (key, value) in item.members {
            if key.bytesEqual("sku") {
                sku = value
            } else if key.bytesEqual("quantity") {
                quantity = value
            } else if key.bytesEqual("variantId") {
                variantID = value
            } else if key.bytesEqual("unitPrice") {
                price = value
            } else if key.bytesEqual("reservationId") {
                reservation = value
            } else {
                throw .unknownField("items." + (key.string?.prefix(64) ?? ""))
            }
        }
        var unitPrice: Money?
        if let price = price.value { unitPrice = try RequestFields.money(price, "unitPrice") }
        if let reservation = reservation.value {
            guard sku.value == nil, variantID.value == nil, quantity.value == nil else {
                throw .invalidValue(
                    field: "items", reason: "a line that converts a reservation names nothing else")
            }
            return try converting(reservation, unitPrice, in: shop)
        }
        let variant = try RequestFields.variant(id: variantID.value, sku: sku.value, in: shop)
        guard let quantity = quantity.value else { throw .missingField("quantity") }
        let units = try RequestFields.integer(quantity, "quantity", in: RequestFields.quantities)
        return RequestedLine(
            variant: variant, quantity: Quantity(units), unitPrice: unitPrice, reservation: nil)
    }

    private static func converting(
        _ value: JSONNode, _ unitPrice: Money?, in shop: isolated Shop
    ) throws(Rejection) -> RequestedLine {
        try RequestFields.judge(reservationID: value)
        guard unitPrice == nil else {
            throw .invalidValue(
                field: "items", reason: "a line that converts a reservation names nothing else")
        }
        guard let bytes = value.stringBytes, let (number, reservation) = shop.reservation(named: bytes) else {
            throw .notFound(.reservationNotFound)
        }
        return RequestedLine(
            variant: reservation.variant, quantity: reservation.quantity, unitPrice: nil, reservation: number)
    }
}

extension RequestFields {
    /// An address: any JSON object of at most 4 KiB, kept as its text.
    static func address(_ value: JSONNode, _ name: StaticString) throws(Rejection) -> String {
        guard value.kind == .object, value.count > 0, value.rawBytes.count <= 4_096 else {
            throw .invalidValue(field: name.description, reason: "must be an object of at most 4096 bytes")
        }
        return oneLine(value)
    }

    func address(_ name: StaticString) throws(Rejection) -> String? {
        guard let value = optional(name) else { return nil }
        return try RequestFields.address(value, name)
    }

    /// `lines` of a shipment or refund: each names a line by `orderItemId`, or by variant if that is unambiguous.
    func orderUnits(
        of order: Order, extra: [StaticString], in shop: isolated Shop
    ) throws(Rejection) -> [RefundedLine]? {
        guard let lines = optional("lines") else { return nil }
        guard lines.kind == .array, lines.count >= 1, lines.count <= Order.linesMaximum else {
            throw .invalidValue(field: "lines", reason: "must be a list of 1 to \(Order.linesMaximum) lines")
        }
        var units: [RefundedLine] = []
        for element in lines.elements {
            guard element.kind == .object else {
                throw .invalidValue(field: "lines", reason: "each must be an object")
            }
            let fields = RequestFields(element)
            try fields.requireKnown(
                ["orderItemId", "sku", "variantId", "quantity"] + extra, alsoEnvelope: false)
            units.append(
                RefundedLine(
                    line: try fields.lineIndex(in: order, shop), quantity: try fields.quantity(),
                    restock: try fields.flag("restock") ?? false))
        }
        guard Set(units.map(\.line)).count == units.count else {
            throw .invalidValue(field: "lines", reason: "one line is named twice")
        }
        return units
    }

    private func lineIndex(in order: Order, _ shop: isolated Shop) throws(Rejection) -> Int {
        if let item = optional("orderItemId") {
            guard optional("sku") == nil, optional("variantId") == nil else {
                throw .invalidValue(field: "lines", reason: "name a line in one way")
            }
            let id = try RequestFields.entityID(item, "orderItemId", else: .orderItemNotFound)
            guard let index = order.lines.indices.first(where: { order.id(ofLine: $0) == id }) else {
                throw .notFound(.orderItemNotFound)
            }
            return index
        }
        let variant = try variant(in: shop)
        let matching = order.lines.indices.filter { order.lines[$0].variant == variant }
        guard let index = matching.first else { throw .notFound(.orderItemNotFound) }
        guard matching.count == 1 else {
            throw .invalidValue(
                field: "lines", reason: "several lines sell this variant; name one by orderItemId")
        }
        return index
    }
}
