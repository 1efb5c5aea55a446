import CommerceCore
import CommerceServer
import CompactJSON
import Glibc
import Testing

@Suite("the log is lines of JSON")
struct LogTests {
    /// What a log wrote, at a time that the test sets.
    private final class World {
        var now = Timestamp(milliseconds: 1_772_366_400_000)
        var lines: [String] = []
        var isTaking = true

        func log(level: LogLevel = .info) -> Log {
            let sink = { (bytes: UnsafeRawBufferPointer) -> Bool in
                if self.isTaking { self.lines.append(String(decoding: bytes, as: UTF8.self)) }
                return self.isTaking
            }
            return Log(level: level, now: { self.now }, sink: sink)
        }

        func pass(milliseconds: Int64) { now = now.adding(milliseconds: milliseconds) }
    }

    private let world = World()

    /// Whether it is one line that a strict reader takes.
    private func isOneObject(_ line: String) -> Bool {
        guard line.hasSuffix("\n"), line.utf8.dropLast().allSatisfy({ $0 >= 0x20 }) else { return false }
        let document = JSONDocument()
        defer { withExtendedLifetime(document) {} }
        return Array(line.utf8).withUnsafeBytes { (try? document.parse($0))?.kind == .object }
    }

    @Test("a line bears time, level, event, message, request and fields")
    func golden() {
        world.log().warning(
            "snapshot.failed", "A snapshot could not be written", requestID: "r-1",
            ["journal.sequence": 42, "path": .text("a\"b"), "isLast": true, "key": LogValue(Secret("abc"))])
        #expect(
            world.lines == [
                #"{"time":"2026-03-01T12:00:00.000Z","level":"warning","event":"snapshot.failed","#
                    + #""message":"A snapshot could not be written","requestId":"r-1","journal.sequence":42,"#
                    + #""path":"a\"b","isLast":true,"key":"***"}"# + "\n"
            ])
    }

    @Test(
        "whatever a value is, it is one line that acts on no terminal",
        arguments: [
            "line\nline", "\r\n{\"level\":\"error\"}", "\u{1B}[2J", "\u{9B}2J", "\u{7F}",
            "\u{2028}\u{2029}\u{85}",
            "\u{202E}gnp.exe", "\"},{\"", "\\", "\0", "é🐴",
        ])
    func injection(text: String) throws {
        world.log().info("test", text, requestID: text, ["field": LogValue(text)])
        let line = try #require(world.lines.first)
        #expect(isOneObject(line) && world.lines.count == 1)
        for scalar in line.dropLast().unicodeScalars {
            let value = scalar.value
            #expect(value >= 0x20 && !(0x7F...0x9F).contains(value) && value != 0x202E && value != 0x2028)
        }
    }

    @Test("a line has at most 4,096 bytes, whatever is in it, and says that something was cut")
    func bounded() throws {
        for unit in ["x", "\"", "\n", "\u{1}", "é", "🐴", "\u{2028}", "\u{202E}"] {
            let long = String(repeating: unit, count: 5_000)
            let field = LogValue(long)
            world.lines = []
            world.log().info(
                "test", long, requestID: long,
                ["a": field, "b": field, "c": field, "d": field, "e": field, "f": field, "g": field, "h": 1])
            let line = try #require(world.lines.first)
            #expect(line.utf8.count <= 4_096 && isOneObject(line), "\(unit.debugDescription)")
            #expect(line.contains("…"))
        }
        #expect(world.lines.first?.contains(#""cut":true"#) == true)
    }

    @Test("lines below the level are not written")
    func levels() {
        let log = world.log(level: .warning)
        log.debug("a")
        log.info("b")
        log.warning("c")
        log.error("d")
        #expect(world.lines.count == 2)
        #expect(LogLevel(name: "warning") == .warning && LogLevel(name: "WARNING") == nil)
    }

    @Test("a flood of one event is cut short, others are not, and the next line says how many were left out")
    func flood() {
        let log = world.log()
        for _ in 0..<1_000 { log.error("disk.full", "No room") }
        #expect(world.lines.count == Int(Log.burst))
        log.error("other")
        #expect(world.lines.count == Int(Log.burst) + 1)
        world.pass(milliseconds: 1_000)
        log.error("disk.full", "No room")
        #expect(world.lines.last?.contains(#""suppressed":990"#) == true)
        world.pass(milliseconds: 1_000)
        log.error("disk.full", "No room")
        #expect(world.lines.last?.contains("suppressed") == false)
    }

    @Test("what was left out is told even if nothing follows, once")
    func tick() {
        let log = world.log()
        for _ in 0..<15 { log.error("disk.full") }
        log.tick()
        #expect(world.lines.count == 10)
        world.pass(milliseconds: 1_000)
        log.tick()
        #expect(world.lines.last?.contains(#""event":"disk.full","suppressed":5}"#) == true)
        world.pass(milliseconds: 10_000)
        log.tick()
        #expect(world.lines.count == 11)
    }

    @Test("lines that nobody takes are lost and counted, and nobody waits")
    func lost() {
        let log = world.log()
        world.isTaking = false
        log.info("a")
        log.info("b")
        world.isTaking = true
        log.info("c")
        #expect(world.lines.count == 1 && world.lines.last?.contains(#""lost":2"#) == true)
        log.info("d")
        #expect(world.lines.last?.contains("lost") == false)
    }

    @Test("a full pipe takes no line, and does not make the writer wait")
    func fullPipe() throws {
        var ends: [CInt] = [0, 0]
        try #require(pipe(&ends) == 0)
        defer { for end in ends { close(end) } }
        let line = [UInt8](repeating: 0x20, count: 4_096)
        var takenCount = 0
        while takenCount < 1_000, line.withUnsafeBytes({ Log.write($0, to: ends[1]) }) { takenCount += 1 }
        #expect((1..<1_000).contains(takenCount))
    }
}
