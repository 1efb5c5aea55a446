/// What the one shop is called and how it does things. Amounts carry no currency: it is for display.
package struct ShopSettings: Hashable, Sendable {
    package var name = "Holdfast"
    package var contactEmail: String?
    package var contactPhone: String?
    /// ISO 4217.
    package var currency = "EUR"
    /// BCP 47.
    package var locale = "en"
    /// After this time an order that is not paid is cancelled by itself; 0 = never.
    package var unpaidOrderMinutes: Int32 = 0
    /// 1 to begin with; one more with each change.
    package var version: UInt32 = 1

    package init() {}
}
