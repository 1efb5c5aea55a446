/// What went wrong with a journal or a snapshot, and where.
///
/// Three kinds, told apart because an operator does different things: ``isDamage`` (the files are not what
/// was written; nothing is guessed), ``Code/system(operation:errno:)`` (the machine refused) and the two
/// refusals, ``Code/locked`` and ``Code/unsupportedVersion(needs:)``.
package struct JournalError: Error, Hashable, CustomStringConvertible {
    package enum Code: Hashable, Sendable {
        /// Another process holds the directory.
        case locked
        /// A disk call failed.
        case system(operation: StorageError.Operation, errno: CInt)
        /// Written by a later version that says older ones cannot read it.
        case unsupportedVersion(needs: UInt32)

        /// Neither a whole good frame nor a torn last one: it had been durable once, and is not readable now.
        case badFrame(sequence: UInt64)
        /// A whole frame that does not follow the one before it.
        case brokenChain(expectedSequence: UInt64, foundSequence: UInt64)
        /// Records from here on are proven to have been durable, and are gone.
        case recordsMissing(from: UInt64, through: UInt64)
        /// Segments do not join: records from here up to the next segment are gone.
        case sequenceGap(expected: UInt64, found: UInt64)
        /// The manifest names a segment that does not exist.
        case missingSegment(ordinal: UInt64)
        /// There are segments but no manifest.
        case missingManifest
        /// The file belongs to another data directory, or is not the one the manifest names.
        case foreignFile
        /// A file header, chunk or footer is too short, or its checksum or magic is wrong.
        case badHeader, badChunk, badFooter
        /// The file's name does not say what its header says: it was renamed or copied.
        case wrongName
        /// The frame's checksum is right but the records in it do not parse.
        case malformedRecord(sequence: UInt64)
        /// A segment has its full size from the beginning: this one was cut or lengthened.
        case wrongSize(expected: UInt64, found: UInt64)
        /// The file is longer than any that is ever written.
        case tooLarge
    }

    package let code: Code
    package let path: String
    /// The byte within the file.
    package let offset: UInt64

    package init(_ code: Code, path: String, offset: UInt64 = 0) {
        self.code = code
        self.path = path
        self.offset = offset
    }

    package init(_ error: StorageError) {
        self.init(.system(operation: error.operation, errno: error.errno), path: error.path)
    }

    /// Whether the files are not what was written.
    package var isDamage: Bool {
        switch code {
        case .locked, .system, .unsupportedVersion: false
        default: true
        }
    }

    package var isOutOfSpace: Bool {
        guard case .system(let operation, let errno) = code else { return false }
        return StorageError(operation, path: path, errno: errno).isOutOfSpace
    }

    /// The process's exit status, after sysexits: 65 data, 74 input/output, 75 try later.
    package var exitStatus: Int32 {
        switch code {
        case .locked: 75
        case .system: 74
        default: 65
        }
    }

    package var description: String {
        if case .system(let operation, let errno) = code {
            return "journal: \(StorageError(operation, path: path, errno: errno))"
        }
        return "journal: \(path) at byte \(offset): \(code)"
    }
}

/// Runs disk calls and turns their failure into the journal's.
@inline(__always)
func journaling<Result>(_ body: () throws(StorageError) -> Result) throws(JournalError) -> Result {
    do throws(StorageError) { return try body() } catch { throw JournalError(error) }
}
