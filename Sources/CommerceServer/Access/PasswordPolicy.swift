package import CommerceCore

/// Which passwords may be chosen.
///
/// As NIST SP 800-63B (5.1.1.2) and OWASP's authentication sheet have it: at least 8 characters, room for long
/// phrases, any character allowed, no rules about kinds of characters, nothing expires, and what attackers try first
/// is refused. That is: the most common passwords of published leaks that are long enough at all, anything made of
/// fewer than four different characters, and the name of the account or of this program.
///
/// The upper bound is for the server alone: hashing costs the same for any length, reading does not.
package enum PasswordPolicy {
    package static let charactersMin = 8
    package static let bytesMax = 256
    private static let distinctCharactersMin = 4

    /// - Throws: ``Rejection/invalidValue(field:reason:)``, too short before too long before too common.
    package static func judge(_ password: String, account: String = "") throws(Rejection) {
        guard password.unicodeScalars.count >= charactersMin else {
            throw refusal("must have at least \(charactersMin) characters")
        }
        guard password.utf8.count <= bytesMax else {
            throw refusal("must have at most \(bytesMax) bytes")
        }
        let folded = password.lowercased()
        guard Set(folded.unicodeScalars).count >= distinctCharactersMin, !common.contains(folded) else {
            throw refusal("is among the first that are tried")
        }
        let account = account.lowercased()
        let ownNames = [account, String(account.prefix { $0 != "@" }), "holdfast"].filter { !$0.isEmpty }
        guard !ownNames.contains(where: { isMostly($0, folded) }) else {
            throw refusal("is too much like the name of the account")
        }
    }

    private static func refusal(_ reason: String) -> Rejection {
        .invalidValue(field: "password", reason: reason)
    }

    /// Whether `password` is `name` with at most four characters before or behind it.
    private static func isMostly(_ name: String, _ password: String) -> Bool {
        guard password.count <= name.count + 4 else { return false }
        return password.hasPrefix(name) || password.hasSuffix(name)
    }

    /// The most common passwords of published leaks with at least eight characters and four different ones, in lower case.
    private static let common: Set<String> = [
        "12345678", "123456789", "1234567890", "12345678910", "0123456789", "987654321", "87654321",
        "0987654321", "123123123", "11223344", "1122334455", "1q2w3e4r", "1q2w3e4r5t", "1q2w3e4r5t6y",
        "1qaz2wsx", "1qaz2wsx3edc", "q1w2e3r4", "q1w2e3r4t5", "zaq12wsx", "zaq1zaq1", "qazwsxedc",
        "qwerty12", "qwerty123", "qwerty1234", "qwerty12345", "qwertyui", "qwertyuiop", "qwer1234",
        "asdfghjk", "asdfghjkl", "asdf1234", "zxcvbnm1", "zxcvbnm123", "1234qwer", "123qweasd",
        "123456qwerty",
        "a1b2c3d4", "a12345678", "a123456789", "aa123456", "aa12345678", "abc12345", "abcd1234", "abc123456",
        "abcdefgh", "abcdefghi", "password", "password1", "password12", "password123", "password1234",
        "password!", "passw0rd", "p@ssw0rd", "p@ssword", "p@ssword1", "pass1234", "pass@123", "passwort",
        "welcome1", "welcome12", "welcome123", "letmein1", "letmein123", "iloveyou", "iloveyou1", "iloveyou2",
        "admin123", "admin1234", "admin12345", "administrator", "administrador", "changeme", "changeme1",
        "changeme123", "default1", "secret123", "test1234", "test12345", "testtest", "guest123", "user1234",
        "root1234", "master123", "superman", "batman123", "spiderman", "pokemon1", "starwars", "football",
        "football1", "baseball", "baseball1", "basketball", "liverpool", "chelsea1", "arsenal1", "barcelona",
        "princess", "princess1", "sunshine", "sunshine1", "shadow123", "dragon123", "monkey123", "michael1",
        "michelle", "jennifer", "jonathan", "elizabeth", "samantha", "charlie1", "alexander", "computer",
        "internet", "samsung1", "trustno1", "whatever", "nothing1", "freedom1", "chocolate", "butterfly",
        "mercedes", "corvette", "maverick", "midnight", "summer2024", "summer2025", "winter2024",
        "winter2025",
        "hello123", "hello1234", "love1234", "lovely123", "babygirl", "babygirl1", "asdasdasd", "qweqweqwe",
        "computer1", "internet1", "marketing", "business", "shopping", "shop1234", "store123", "fuckyou1",
    ]
}
