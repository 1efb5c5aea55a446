import CommerceCore

/// One member of a request.
package struct Parameter: Sendable {
    package let name: StaticString
    package let schema: Schema
    package let isRequired: Bool

    private init(_ name: StaticString, _ schema: Schema, isRequired: Bool) {
        self.name = name
        self.schema = schema
        self.isRequired = isRequired
    }

    static func required(_ name: StaticString, _ schema: Schema) -> Parameter {
        Parameter(name, schema, isRequired: true)
    }

    /// `null` stands for absent, or clears what is optional in a change.
    static func optional(_ name: StaticString, _ schema: Schema) -> Parameter {
        Parameter(name, schema, isRequired: false)
    }
}

extension [Parameter] {
    /// What every list takes.
    static func page(sort names: [StaticString] = ["createdAt"]) -> [Parameter] {
        [
            .optional("limit", .integer(1...Page.limitMaximum)),
            .optional("offset", .integer(0...Page.offsetMaximum)),
            .optional("cursor", .text(bytes: RequestFields.cursorBytesMaximum)),
            .optional("sort", .sort(names)),
        ]
    }

    /// A variant by `variantId` or by `sku`, one of them.
    static let variant: [Parameter] = [
        .optional("variantId", .id(.variant)), .optional("sku", .text(bytes: 100)),
    ]

    /// The version that the change was made against (`If-Match` in REST).
    static let expectedVersion: [Parameter] = [
        .optional("expectedVersion", .integer(0...Int64(UInt32.max)))
    ]
}
