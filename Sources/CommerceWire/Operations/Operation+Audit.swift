import CommerceCore
import CommerceEngine
import CompactJSON

extension Operation {
    /// What was done to the shop by whom, and how the shop is set up.
    static let administration: [Operation] = [
        Operation(
            "audit.list", .needs(.auditRead), .read, .get("/audit"),
            takes: [
                .optional("subject", .text()), .optional("operation", .text(bytes: 64)),
                .optional("target", .text(bytes: 64)), .optional("from", .time), .optional("to", .time),
            ] + .page(), answers: .page(of: .named("AuditEntry")),
            "Who changed what, newest first; the last 100000 changes", listAudit),
        Operation(
            "settings.get", .needs(.settingsRead), .read, .get("/settings"), answers: .named("Settings"),
            "The shop's settings", getSettings),
        Operation(
            "settings.update", .needs(.settingsWrite), .change, .patch("/settings"),
            takes: [
                .optional("name", .text()), .optional("contactEmail", .text(bytes: 254)),
                .optional("contactPhone", .text(bytes: 50)), .optional("currency", .text(bytes: 3)),
                .optional("locale", .text(bytes: 35)),
                .optional("unpaidOrderMinutes", .integer(0...525_600)),
            ] + .expectedVersion, answers: .named("Settings"), "Change the shop's settings", updateSettings),
    ]

    private static let listAudit: Handler = { (request, shop, reply) throws(Rejection) in
        let fields = request.fields
        let page = try fields.page(defaultDescending: true)
        let subject = try fields.optionalString("subject")
        let operation = try fields.optionalString("operation", bytesMaximum: 64)
        let target = try fields.optionalString("target", bytesMaximum: 64)
        let (from, to) = (try fields.moment("from"), try fields.moment("to"))
        var matching: [Int] = []
        for number in shop.auditNumbers {
            guard let entry = shop.auditEntry(number), from.map({ entry.at >= $0 }) ?? true,
                to.map({ entry.at < $0 }) ?? true, operation.map({ $0 == entry.operation }) ?? true,
                target.map({ $0 == entry.target }) ?? true,
                subject.map({ $0 == shop.name(of: entry.by) }) ?? true
            else { continue }
            matching.append(Int(number))
        }
        page.write(matching: matching, into: &reply) { number, reply in
            guard let entry = shop.auditEntry(UInt64(number)) else { return }
            reply.beginObject()
            reply.member("at", entry.at)
            reply.member("subject", shop.name(of: entry.by))
            reply.member("operation", entry.operation)
            reply.member("target", entry.target)
            reply.member("fields", names: entry.fields)
            reply.endObject()
        }
    }

    private static let getSettings: Handler = { (request, shop, reply) throws(Rejection) in
        write(request, shop, &reply)
    }

    private static let updateSettings: Handler = { (request, shop, reply) throws(Rejection) in
        let fields = request.fields
        var changed = shop.settings
        if fields.isPresent("name") { changed.name = try fields.string("name") }
        if fields.isPresent("contactEmail") {
            changed.contactEmail = try fields.optionalString("contactEmail", bytesMaximum: 254)
        }
        if fields.isPresent("contactPhone") {
            changed.contactPhone = try fields.optionalString("contactPhone", bytesMaximum: 50)
        }
        if fields.isPresent("currency") {
            changed.currency = try fields.string("currency", bytesMaximum: 3)
            guard changed.currency.utf8.count == 3, changed.currency.utf8.allSatisfy({ 65...90 ~= $0 }) else {
                throw .invalidValue(field: "currency", reason: "must be three capital letters like EUR")
            }
        }
        if fields.isPresent("locale") {
            changed.locale = try fields.string("locale", bytesMaximum: 35)
            guard changed.locale.utf8.allSatisfy(isOfLocale) else {
                throw .invalidValue(field: "locale", reason: "must be a language tag like en or de-AT")
            }
        }
        if let minutes = try fields.integer("unpaidOrderMinutes", in: 0...525_600) {
            changed.unpaidOrderMinutes = Int32(minutes)
        }
        try shop.updateSettings(expectedVersion: try fields.entityVersion()) { $0 = changed }
        write(request, shop, &reply)
    }

    /// Letters, digits and hyphens. (BCP 47)
    private static func isOfLocale(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x2D, 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: false
        }
    }

    private static func write(_ request: Request, _ shop: isolated Shop, _ reply: inout JSONWriter) {
        let settings = shop.settings
        request.session.entityVersion = settings.version
        reply.beginObject()
        reply.member("name", settings.name)
        reply.member("contactEmail", settings.contactEmail)
        reply.member("contactPhone", settings.contactPhone)
        reply.member("currency", settings.currency)
        reply.member("locale", settings.locale)
        reply.member("unpaidOrderMinutes", Int64(settings.unpaidOrderMinutes))
        reply.member("version", Int64(settings.version))
        reply.endObject()
    }
}
