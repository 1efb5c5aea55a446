/// What is left of personal data for those who hold a mere link: enough to recognise it, too little to use it.
enum Masking {
    private static let dots = "•••"

    /// `m•••@example.org`
    static func email(_ text: String) -> String {
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return dots }
        return "\(parts[0].prefix(1))\(dots)@\(parts[1])"
    }

    /// `1•••`; nothing of nothing.
    static func text(_ text: String) -> String {
        text.isEmpty ? "" : "\(text.prefix(1))\(dots)"
    }

    /// `•••89`
    static func phone(_ text: String) -> String {
        text.count < 6 ? dots : "\(dots)\(text.suffix(2))"
    }
}
