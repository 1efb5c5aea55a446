package import CommerceCore

/// The shape of a value on the wire, declared once: for reading parameters of a URL, for `describe` and for OpenAPI.
///
/// It describes; what is let in is judged by the handlers, whose refusals say more than a schema can.
package indirect enum Schema: Sendable {
    /// A text of at most so many bytes of UTF-8.
    case text(bytes: Int = 255)
    case enumeration([StaticString])
    /// Names to sort by, each also with a leading `-` for descending.
    case sort([StaticString])
    case integer(ClosedRange<Int64>)
    /// An amount that is not negative, as decimal text.
    case money
    case flag
    /// RFC 3339, UTC, milliseconds.
    case time
    case id(EntityID.Kind)
    /// An object of any members, up to so many bytes.
    case anyObject(bytes: Int = 4_096)
    case list(Schema, ClosedRange<Int> = 0...Int(UInt32.max))
    case object([Field])
    /// Any of these or `null`.
    case nullable(Schema)
    /// Any value at all: each gets a verdict of its own.
    case anything
    /// One of the table's named schemas.
    case named(StaticString)
    /// A page of a list.
    case page(of: Schema)
    /// An object that carries the outcome of each of many: `{"results":[…]}`.
    case results(Schema)
    /// The whole resource, or its short form unless `view` asks for the whole.
    case either(compact: Schema, full: Schema)
    /// Nothing is answered: an empty object on the wire, 204 in REST.
    case nothing

    /// A member of an object that is always there, unless it says otherwise.
    package struct Field: Sendable {
        package let name: StaticString
        package let schema: Schema
        package let isRequired: Bool

        init(_ name: StaticString, _ schema: Schema, isRequired: Bool = true) {
            self.name = name
            self.schema = schema
            self.isRequired = isRequired
        }
    }

    /// A whole number without bounds of its own.
    static let count = Schema.integer(0...Int64.max)
    static let number = Schema.integer(Int64.min...Int64.max)
    static let anyText = Schema.text(bytes: .max)
    static let address = Schema.anyObject()
    static let quantity = Schema.integer(RequestFields.quantities)
    static let amount = Schema.integer(-Quantity.stockMaximum.units...Quantity.stockMaximum.units)
    static let key = Schema.text(bytes: RequestFields.keyBytesMaximum)
    static let reservationID = Schema.text(bytes: Reservation.idBytesMaximum)
    static func names<Value: CaseIterable>(_: Value.Type, _ name: KeyPath<Value, StaticString>) -> Schema {
        .enumeration(Value.allCases.map { $0[keyPath: name] })
    }
    static let orderStatus = Schema.names(OrderStatus.self, \.name)
    static let paymentStatus = Schema.names(PaymentStatus.self, \.name)
    static let productStatus = Schema.names(ProductStatus.self, \.name)
    static let fulfillmentStatus = Schema.enumeration(["UNFULFILLED", "PARTIALLY_FULFILLED", "FULFILLED"])
}
