package import CommerceCore

// Machines' keys, and the answers kept for repeated requests.
extension Shop {
    /// Adds an API key; the secret itself never comes here.
    package func create(_ key: APIKey) -> Int {
        let number = apiKeys.count
        journal.apiKey(number, key)
        enter(key)
        return number
    }

    /// Ends all keys of this name.
    package func revokeAPIKeys(named name: String) {
        for number in apiKeys.indices where apiKeys[number].name == name && apiKeys[number].revokedAt == nil {
            apiKeys[number].revokedAt = now
            journal.apiKey(number, apiKeys[number])
        }
    }

    /// Ends one key; one that has ended stays so.
    package func revoke(apiKey number: Int) {
        guard apiKeys[number].revokedAt == nil else { return }
        apiKeys[number].revokedAt = now
        journal.apiKey(number, apiKeys[number])
    }

    package func findAPIKey(_ id: EntityID) throws(Rejection) -> Int {
        guard id.kind == .apiKey, id.ordinal < UInt64(apiKeys.count),
            apiKeys[Int(id.ordinal)].createdAt == id.createdAt
        else { throw .notFound(.apiKeyNotFound) }
        return Int(id.ordinal)
    }

    package var apiKeyCount: Int { apiKeys.count }
    package func apiKey(_ number: Int) -> APIKey { apiKeys[number] }

    /// The key whose secret has this SHA-256 digest, unless it is revoked or over.
    package func findAPIKey(digest: [UInt8]) -> Int? {
        let hashed = digest.withUnsafeBytes { hash($0) }
        guard let found = apiKeysByDigest.find(hashed, where: { apiKeys[Int($0)].digest == digest }) else {
            return nil
        }
        return isValid(apiKey: Int(found)) ? Int(found) : nil
    }

    package func isValid(apiKey number: Int) -> Bool {
        let key = apiKeys[number]
        return key.revokedAt == nil && key.expiresAt.map { now < $0 } ?? true
    }

    package func id(ofAPIKey number: Int) -> EntityID {
        EntityID(.apiKey, createdAt: apiKeys[number].createdAt, ordinal: UInt64(number))
    }

    func enter(_ key: APIKey) {
        apiKeysByDigest.insert(key.digest.withUnsafeBytes { hash($0) }, UInt64(apiKeys.count))
        apiKeys.append(key)
    }

    // MARK: Answers

    /// What a request with this key was answered.
    ///
    /// - Throws: ``Rejection/keyReused`` if it was another request.
    package func answer(
        to operation: String, key: String, fingerprint: UInt64
    ) throws(Rejection) -> [UInt8]? {
        guard let answer = answers.find(operation: operation, key: key, at: now) else { return nil }
        guard answer.fingerprint == fingerprint else { throw .keyReused }
        return answer.reply
    }

    /// Keeps the answer of a request that succeeded, in the same transaction as its effects.
    package func keep(_ answer: Answer) {
        answers.forgetOld(at: now)
        let number = answers.nextNumber
        journal.keyUsed(number, answer)
        answers.insert(answer, number: number)
    }
}
