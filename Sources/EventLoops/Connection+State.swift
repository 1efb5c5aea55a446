extension Connection {
    /// What is known about the socket and wanted of it.
    struct State: OptionSet {
        let rawValue: UInt16
        /// The kernel may have input that was not reported as new.
        static let isReadable = State(rawValue: 1 << 0)
        /// The kernel may have room for output.
        static let isWritable = State(rawValue: 1 << 1)
        /// The end of the input is announced; it is readable until that is read.
        static let isEndAnnounced = State(rawValue: 1 << 2)
        /// The end of the input was read.
        static let isEndRead = State(rawValue: 1 << 3)
        /// The handler was told of the end.
        static let isEndTold = State(rawValue: 1 << 4)
        /// Kept input is to be shown again without new.
        static let showsAgain = State(rawValue: 1 << 5)
        /// Output is above the high watermark and was not yet below the low one.
        static let isPaused = State(rawValue: 1 << 6)
        /// Among the loop's dirty connections.
        static let isDirty = State(rawValue: 1 << 7)
        /// To be closed after its output.
        static let isClosing = State(rawValue: 1 << 8)
        /// The output is out and its end sent; what still comes in is thrown away until the peer closes too.
        static let isLingering = State(rawValue: 1 << 9)
        /// The handler wants no input until it says so.
        static let isHeld = State(rawValue: 1 << 10)
    }
}
