/// The kinds of journal records. Numbers are for ever; an unknown one is refused.
///
/// Each record is about one aggregate, written by its owner, in the order in which it was applied. A kind whose
/// shape has changed got a new number; the old one is read (`Version1.swift`) and never written.
enum RecordType: UInt8 {
    // Texts that others point to: appended once, never changed.
    case subject = 1
    case label = 2
    case contact = 3
    case address = 4
    // Catalog and customers as format version 1 wrote them.
    case productVersion1 = 10
    case variantVersion1 = 11
    case customerVersion1 = 12
    case shippingMethodVersion1 = 13
    case apiKeyVersion1 = 14
    // Stock: what was put in, what the shop says about it, who may have it.
    case stockSettings = 20
    case adjustment = 21
    case alertVersion1 = 22
    case reserved = 23
    case reservationReleased = 24
    case reservationExtended = 25
    // Orders.
    case orderPlaced = 30
    case orderChanged = 31
    // Answers kept for repeated requests, and the time of an idle engine.
    case keyUsed = 40
    case clock = 41
    // Catalog and customers: the whole value after the change.
    case product = 50
    case variant = 51
    case customer = 52
    case shippingMethod = 53
    case apiKey = 54
    case alert = 55
    case category = 60
    case tag = 61
    // People who work here: the whole value after the change.
    case user = 62
    case role = 63
    case signInSession = 64
    case settings = 65
    // What was done.
    case audited = 66
    case stockImport = 67
    case stockImportUndone = 68
    // Messages: what no other record tells, and how far they have got.
    case orderFailed = 70
    case notificationsRead = 71
    case outboxAcknowledged = 72
}
