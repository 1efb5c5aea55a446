/// The kinds of journal records of format version 1. Numbers are for ever; an unknown one is refused.
///
/// Each record is about one aggregate, written by its owner, in the order in which it was applied.
enum RecordType: UInt8 {
    // Texts that others point to: appended once, never changed.
    case subject = 1
    case label = 2
    case contact = 3
    case address = 4
    // Catalog and customers: the whole value after the change.
    case product = 10
    case variant = 11
    case customer = 12
    case shippingMethod = 13
    case apiKey = 14
    // Stock: what was put in, what the shop says about it, who may have it.
    case stockSettings = 20
    case adjustment = 21
    case alert = 22
    case reserved = 23
    case reservationReleased = 24
    case reservationExtended = 25
    // Orders.
    case orderPlaced = 30
    case orderChanged = 31
    // Answers kept for repeated requests, and the time of an idle engine.
    case keyUsed = 40
    case clock = 41
}
