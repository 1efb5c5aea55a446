import CommerceCore
import Journaling

// Recovery: catalog and people, whose records hold the whole value after the change.
extension Shop {
    func applyCatalog(
        _ type: RecordType, _ reader: inout ByteReader, _ sequence: UInt64, _ covers: Coverage
    ) throws {
        let number = try reader.varint()
        switch type {
        case .product, .productVersion1:
            let product = type == .product ? try reader.product() : try reader.productVersion1()
            if covers.includes(.products, number, sequence) { return }
            if try isKnown(number, products.count) {
                replace(ProductOrdinal(Int(number)), product)
                refreshOffers(of: product)
            } else {
                enter(product)
            }
        case .variant, .variantVersion1:
            let label = try reader.ordinal(LabelKind.self)
            let variant = type == .variant ? try reader.variant() : try reader.variantVersion1()
            if covers.includes(.variants, number, sequence) { return }
            if try isKnown(number, variants.count) {
                replace(VariantOrdinal(Int(number)), variant, label: label)
            } else {
                enter(variant, label: label)
            }
        case .shippingMethod, .shippingMethodVersion1:
            let method =
                type == .shippingMethod ? try reader.shippingMethod() : try reader.shippingMethodVersion1()
            if covers.includes(.shippingMethods, number, sequence) { return }
            if try isKnown(number, shippingMethods.count) {
                shippingMethods[Int(number)] = method
            } else {
                shippingMethods.append(method)
            }
        case .category:
            let category = try reader.category()
            if covers.includes(.categories, number, sequence) { return }
            if try isKnown(number, categories.count) {
                replace(CategoryOrdinal(Int(number)), category)
            } else {
                enter(category)
            }
        default:
            let tag = try reader.tag()
            if covers.includes(.tags, number, sequence) { return }
            if try isKnown(number, tags.count) { replace(TagOrdinal(Int(number)), tag) } else { enter(tag) }
        }
    }

    func applyPerson(
        _ type: RecordType, _ reader: inout ByteReader, _ sequence: UInt64, _ covers: Coverage
    ) throws {
        let number = try reader.varint()
        switch type {
        case .customer, .customerVersion1:
            let contact = try reader.ordinal(ContactKind.self)
            let customer = type == .customer ? try reader.customer() : try reader.customerVersion1()
            if covers.includes(.customers, number, sequence) { return }
            if try isKnown(number, customers.count) {
                replace(CustomerOrdinal(Int(number)), customer, contact: contact)
            } else {
                enter(customer, contact: contact)
            }
        case .apiKey, .apiKeyVersion1:
            let key = type == .apiKey ? try reader.apiKey() : try reader.apiKeyVersion1()
            if covers.includes(.apiKeys, number, sequence) { return }
            if try isKnown(number, apiKeys.count) { apiKeys[Int(number)] = key } else { enter(key) }
        case .user:
            let user = try reader.user()
            if covers.includes(.users, number, sequence) { return }
            if try isKnown(number, users.count) {
                replace(UserOrdinal(Int(number)), user)
            } else {
                enter(user)
            }
        case .role:
            let role = try reader.role()
            if covers.includes(.roles, number, sequence) { return }
            if try isKnown(number, roles.count) {
                replace(RoleOrdinal(Int(number)), role)
            } else {
                enter(role)
            }
        default:
            let session = try reader.signInSession()
            if covers.includes(.sessions, number, sequence) { return }
            let known = SessionOrdinal(Int(min(number, UInt64(UInt32.max))))
            if sessions[known] != nil { return sessions.replace(known, session) }
            guard number >= sessions.nextNumber, number < UInt64(UInt32.max) else {
                throw RecordError(reason: "session \(number) out of turn")
            }
            sessions.insert(session, number: known)
        }
    }
}
