import CLinux
package import CompactJSON
import Glibc

/// One connection that speaks JSON lines, for a caller who can wait.
///
/// Requests are buffered until ``flush()``; replies come in the order of the requests. While it waits for room to
/// send it takes in what arrives, so a caller may send any number of requests before it asks for the first reply.
/// It does not reconnect, and is used by one thread at a time.
package final class WireConnection {
    package let endpoint: Endpoint
    /// How many replies are due.
    package private(set) var unanswered = 0
    let timeoutMilliseconds: Int32
    private var socket: ClientSocket
    private var output = JSONWriter(capacityBytes: 4_096)
    private var outputSentBytes = 0
    private var input = LineBuffer()
    /// Why nothing can be sent any more; replies that are on their way are still handed out.
    private var sendErrno: CInt = 0

    /// - Throws: ``ClientError`` with `unknownHost` before `cannotConnect`.
    package init(_ endpoint: Endpoint, timeoutMilliseconds: Int32 = 10_000) throws(ClientError) {
        self.endpoint = endpoint
        self.timeoutMilliseconds = timeoutMilliseconds
        socket = try ClientSocket(endpoint, timeoutMilliseconds: timeoutMilliseconds)
    }

    package convenience init(host: String, port: UInt16, timeoutMilliseconds: Int32 = 10_000)
        throws(ClientError)
    {
        try self.init(Endpoint(host: host, port: port), timeoutMilliseconds: timeoutMilliseconds)
    }

    /// Signs in and waits for the verdict.
    ///
    /// - Throws: ``ClientError`` with `notAuthenticated`, or of ``flush()`` and ``receiveLine()``.
    package func authenticate(token: String) throws(ClientError) {
        send { request in
            request.beginObject()
            request.member("op", "auth")
            request.member("token", token)
            request.endObject()
        }
        try flush()
        let line = try receiveLine()
        let document = JSONDocument()
        let code = line.withUnsafeBytes { bytes -> String? in
            guard let reply = try? document.parse(bytes), reply.kind == .object else { return "" }
            if reply["ok"] != nil { return nil }
            guard let error = reply["error"], error.kind == .object else { return "" }
            return error["code"]?.string ?? ""
        }
        withExtendedLifetime(document) {}
        guard let code else { return }
        throw failure(code.isEmpty ? .protocolViolation : .notAuthenticated(code: code))
    }

    /// Buffers one request, which must not contain a line end.
    package func send(line: UnsafeRawBufferPointer) {
        send { request in request.append(bytes: line) }
    }

    package func send(line: [UInt8]) {
        line.withUnsafeBytes { send(line: $0) }
    }

    /// Buffers what `write` makes of the request. If it throws, nothing of it is sent.
    package func send<Failure: Error>(
        _ write: (inout JSONWriter) throws(Failure) -> Void
    ) throws(Failure) {
        let start = output.count
        do {
            try write(&output)
        } catch {
            output.truncate(to: start)
            throw error
        }
        output.append(byte: 0x0A)
        unanswered += 1
    }

    /// Sends everything buffered.
    ///
    /// - Throws: ``ClientError`` with `closed`, or `timeout` when the server takes nothing for the whole timeout.
    package func flush() throws(ClientError) {
        try sendAvailable()
        while hasUnsentOutput {
            guard try waitForEvents() else { throw failure(.timeout(unanswered: unanswered)) }
            try receiveAvailable()
            try sendAvailable()
        }
    }

    /// Waits for the next reply, without its line end.
    ///
    /// - Throws: ``ClientError`` with `closed`, or `timeout` when nothing arrives for the whole timeout.
    package func receiveLine() throws(ClientError) -> [UInt8] {
        while true {
            if let line = nextBufferedLine() { return Array(line) }
            if isEnded { throw closedFailure }
            guard try waitForEvents() else { throw failure(.timeout(unanswered: unanswered)) }
            try receiveAvailable()
        }
    }

    /// One request and its reply.
    package func call(line: [UInt8]) throws(ClientError) -> [UInt8] {
        send(line: line)
        try flush()
        return try receiveLine()
    }

    /// Closes now. Closing twice does nothing; whatever follows fails with `closed`.
    package func close() {
        socket.close()
        isEnded = true
    }

    // MARK: For those who wait for several connections

    /// The server sends no more.
    private(set) var isEnded = false

    var descriptor: CInt { socket.descriptor }
    var hasUnsentOutput: Bool { outputSentBytes < output.count }
    var closedFailure: ClientError { failure(.closed(errno: sendErrno, unanswered: unanswered)) }

    func failure(_ code: ClientError.Code) -> ClientError { ClientError(code, endpoint: "\(endpoint)") }

    /// The next reply that is there; valid until ``receiveAvailable()``.
    func nextBufferedLine() -> UnsafeRawBufferPointer? {
        guard let line = input.nextLine() else { return nil }
        unanswered -= 1
        return line
    }

    /// Sends what the kernel takes now.
    func sendAvailable() throws(ClientError) {
        guard hasUnsentOutput else { return }
        guard descriptor >= 0 else { throw closedFailure }
        let unsent = UnsafeRawBufferPointer(rebasing: output.bytes[outputSentBytes...])
        let result = sendErrno == 0 ? socket.send(unsent) : unsent.count
        if result < 0 {
            // The server may have said why before it closed: reading goes on.
            sendErrno = CInt(-result)
            outputSentBytes = output.count
        } else {
            outputSentBytes += result
        }
        if !hasUnsentOutput {
            output.removeAll()
            outputSentBytes = 0
        }
    }

    /// Takes in what has arrived, at most a buffer full.
    func receiveAvailable() throws(ClientError) {
        guard !isEnded, let count = socket.receive(input.makeRoom()) else { return }
        if count > 0 {
            input.filled(count)
        } else {
            isEnded = true
            if count < 0 && sendErrno == 0 { sendErrno = CInt(-count) }
        }
    }

    private func waitForEvents() throws(ClientError) -> Bool {
        if isEnded { throw closedFailure }
        let events = Int16(POLLIN) | (hasUnsentOutput ? Int16(POLLOUT) : 0)
        var request = [pollfd(fd: descriptor, events: events, revents: 0)]
        return ClientSocket.wait(&request, timeoutMilliseconds: timeoutMilliseconds)
    }
}
