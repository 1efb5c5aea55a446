/// What the command line asks for.
struct Options {
    var rounds = 7
    var requests = 200_000
    var wantsJSON = false

    /// - Returns: `nil` if an argument is not understood.
    init?(_ arguments: some Sequence<String>) {
        var remaining = Array(arguments)[...]
        while let name = remaining.popFirst() {
            switch name {
            case "--json": wantsJSON = true
            case "--rounds", "--requests":
                guard let text = remaining.popFirst(), let count = Int(text), count > 0 else { return nil }
                if name == "--rounds" { rounds = count } else { requests = count }
            default: return nil
            }
        }
    }
}
