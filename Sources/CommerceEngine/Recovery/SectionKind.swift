/// The kinds of things a snapshot holds, in the order in which it holds them. Numbers are for ever.
///
/// Whatever refers to others stands before them, so what a section refers to is in a later section or in
/// the journal: things are only ever added. A kind whose shape has changed got a new number; the old one is read
/// and never written, and both are one kind for ``Coverage``.
enum SectionKind: UInt8, CaseIterable {
    // Messages and memories: about everything below.
    case readMarks = 28
    case outbox = 27
    case notifications = 26
    case imports = 25
    case audit = 24
    case sessions = 22
    case orders = 1
    case reservations = 2
    case answers = 3
    case variants = 14
    case customers = 15
    case products = 13
    case shippingMethods = 16
    case apiKeys = 17
    case users = 20
    case roles = 21
    case categories = 18
    case tags = 19
    case settings = 23
    case labels = 9
    case contacts = 10
    case addresses = 11
    case subjects = 12
    // As format version 1 wrote them.
    case variantsVersion1 = 4
    case customersVersion1 = 5
    case productsVersion1 = 6
    case shippingMethodsVersion1 = 7
    case apiKeysVersion1 = 8

    /// The kind that is written nowadays.
    var present: SectionKind {
        switch self {
        case .variantsVersion1: .variants
        case .customersVersion1: .customers
        case .productsVersion1: .products
        case .shippingMethodsVersion1: .shippingMethods
        case .apiKeysVersion1: .apiKeys
        default: self
        }
    }

    /// The kinds that a snapshot is made of, in their order.
    static let written = allCases.filter { $0.present == $0 }

    /// Above all numbers.
    static let numberEnd = Int(allCases.map(\.rawValue).max() ?? 0) + 1
}
