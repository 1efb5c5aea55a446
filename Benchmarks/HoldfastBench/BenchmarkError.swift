/// Why a measurement could not be made, or must not be believed.
///
/// The text is one line for a person; it never holds a token.
struct BenchmarkError: Error, CustomStringConvertible {
    /// What kind of trouble it is; decides the exit code.
    enum Code: Hashable {
        /// The command line makes no sense.
        case usage
        /// A program to measure is not installed or not built.
        case missingProgram
        /// The system refused something.
        case system(errno: CInt)
        /// A server died, answered nonsense, or not at all.
        case badServer
        /// A count that must be exact is not.
        case inexact
        /// A signal asked the program to stop.
        case interrupted
    }

    let code: Code
    let message: String

    var description: String { message }

    /// The exit code, in the manner of sysexits.h.
    var exitStatus: CInt {
        switch code {
        case .usage: 64
        case .missingProgram: 69
        case .system: 71
        case .badServer: 70
        case .inexact: 1
        case .interrupted: 130
        }
    }
}
