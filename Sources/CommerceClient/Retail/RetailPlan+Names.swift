/// How the shop of a replay calls things. The same file gives the same names on every run, or keys would not match.
extension RetailPlan.Product {
    /// The description, else the SKU; at most 255 bytes, which is what a shop takes.
    package var name: String { RetailName.prefix(description ?? sku, bytesMaximum: 255) }
    /// At most 15 bytes and a SKU of at most 100.
    package var key: String { "online-retail-\(sku)" }
}

extension RetailPlan.Customer {
    package var email: String {
        if let number { return "customer-\(RetailName.word(number))@retail.example" }
        return "guest-\(RetailName.word(country))@retail.example"
    }
    package var firstName: String { number == nil ? "Guest" : "Customer" }
    package var lastName: String { RetailName.prefix(number ?? countryName, bytesMaximum: 255) }
    package var key: String { "online-retail-\(email)" }
    /// As the data set has it.
    package var countryName: String {
        country.isEmpty ? "Unspecified" : RetailName.prefix(country, bytesMaximum: 255)
    }
    /// ISO 3166-1 alpha-2; `ZZ`, which it leaves to users, for what is no country.
    package var countryCode: String { RetailName.countryCodes[country] ?? "ZZ" }
}

extension RetailPlan.Return {
    /// By row, and by invoice so that the rows of another file do not get in the way.
    package var key: String { "online-retail-\(row)-\(RetailName.prefix(invoice, bytesMaximum: 64))" }
    package var notes: String { "Invoice \(RetailName.prefix(invoice, bytesMaximum: 64)), row \(row)" }
}

enum RetailName {
    /// Lower-case ASCII letters and digits, a hyphen for everything else; at most 64 bytes and never empty.
    static func word(_ text: String) -> String {
        let bytes = text.lowercased().utf8.prefix(64).map { byte in
            let isKept = byte >= 0x61 && byte <= 0x7A || byte >= 0x30 && byte <= 0x39
            return isKept ? byte : UInt8(ascii: "-")
        }
        return bytes.isEmpty ? "unspecified" : String(decoding: bytes, as: UTF8.self)
    }

    /// As many whole characters as fit.
    static func prefix(_ text: String, bytesMaximum: Int) -> String {
        guard text.utf8.count > bytesMaximum else { return text }
        var result = ""
        var bytes = 0
        for scalar in text.unicodeScalars {
            bytes += UTF8.width(scalar)
            if bytes > bytesMaximum { break }
            result.unicodeScalars.append(scalar)
        }
        return result
    }

    /// The countries of the data set.
    static let countryCodes = [
        "Australia": "AU", "Austria": "AT", "Bahrain": "BH", "Belgium": "BE", "Brazil": "BR", "Canada": "CA",
        "Channel Islands": "JE", "Cyprus": "CY", "Czech Republic": "CZ", "Denmark": "DK", "EIRE": "IE",
        "Finland": "FI", "France": "FR", "Germany": "DE", "Greece": "GR", "Hong Kong": "HK", "Iceland": "IS",
        "Israel": "IL", "Italy": "IT", "Japan": "JP", "Lebanon": "LB", "Lithuania": "LT", "Malta": "MT",
        "Netherlands": "NL", "Norway": "NO", "Poland": "PL", "Portugal": "PT", "RSA": "ZA",
        "Saudi Arabia": "SA",
        "Singapore": "SG", "Spain": "ES", "Sweden": "SE", "Switzerland": "CH", "USA": "US",
        "United Arab Emirates": "AE", "United Kingdom": "GB",
    ]
}
