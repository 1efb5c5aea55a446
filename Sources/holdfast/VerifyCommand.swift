import CommerceCore
import CommerceEngine
import CommerceServer
import CompactJSON
import Glibc
import Journaling

/// `holdfast verify`: reads a data directory that no server uses, changes nothing, and says whether all is well.
enum VerifyCommand {
    private static let help = """
        holdfast verify DIR [--json]

        Checks every checksum, replays everything, checks the stock arithmetic after every record, and computes
        it once more from nothing at the end. Changes nothing. Ends with 0 if all is well, 65 if not, 75 if a server
        uses the directory.
        """

    static func run(_ arguments: [String]) throws(ServerError) -> Int32 {
        let options = try Options(arguments, valued: [], flags: ["--json"])
        if options.wantsHelp {
            print(help)
            return 0
        }
        guard let path = options.operands.first, options.operands.count == 1 else {
            throw Options.usage("verify takes one directory")
        }
        let directory = try open(path)
        let lock = try Server.checked { try DirectoryLock(directory) }
        defer { lock.release() }
        var configuration = ShopConfiguration(hashSeed: .random(in: .min ... .max))
        let progress = RecoveryBar()
        configuration.onRecovery = { progress.show($0) }
        let result = Result { () throws(ServerError) in
            try Server.checked {
                try ShopRecovery.verify(
                    directory, configuration: configuration, time: SystemTime(),
                    on: HereExecutor.shared.asUnownedSerialExecutor())
            }
        }
        progress.clear()
        switch result {
        case .success(let (shop, report)): return summarize(shop, report, asJSON: options.has("--json"))
        case .failure(let error):
            guard error.exitCode == ExitCode.dataError, options.has("--json") else { throw error }
            print(damaged(error.description))
            return error.exitCode
        }
    }

    private static func open(_ path: String) throws(ServerError) -> PosixDirectory {
        do throws(StorageError) {
            return try PosixDirectory(path: path, create: false)
        } catch {
            throw ServerError(exitCode: ExitCode.noInput, "data directory \(path): \(error)")
        }
    }

    private static func damaged(_ reason: String) -> String {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("ok", false)
        writer.key("violations")
        writer.beginArray()
        writer.value(reason)
        writer.endArray()
        writer.endObject()
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private static func summarize(_ shop: Shop, _ report: RecoveryReport, asJSON: Bool) -> Int32 {
        let totals = shop.assumeIsolated { $0.totals() }
        let isOK = report.violations.isEmpty
        if asJSON {
            print(json(totals, report))
        } else {
            print(
                "\(isOK ? "ok" : "DAMAGED"): sequence \(report.sequence), \(totals.orders) orders, \(totals.variants) variants,"
            )
            print(
                "  \(totals.unitsOnHand) units on hand, \(totals.unitsReserved) reserved, revenue \(totals.revenueText)"
            )
            if report.tornBytes > 0 {
                print("  a torn tail of \(report.tornBytes) bytes will be cut at the next start")
            }
            for snapshot in report.damagedSnapshots { print("  damaged snapshot: \(snapshot)") }
            for violation in report.violations { print("  \(violation)") }
        }
        return isOK ? 0 : ExitCode.dataError
    }

    private static func json(_ totals: ShopTotals, _ report: RecoveryReport) -> String {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("ok", report.violations.isEmpty)
        writer.member("sequence", Int64(report.sequence))
        writer.member("orders", totals.orders)
        writer.member("variants", totals.variants)
        writer.member("customers", totals.customers)
        writer.member("unitsReserved", totals.unitsReserved.units)
        writer.member("unitsOnHand", totals.unitsOnHand.units)
        writer.member("revenue", totals.revenueText)
        writer.member("snapshot", report.snapshot)
        writer.member("replayedRecords", report.replayedRecords)
        writer.member("tornBytes", report.tornBytes)
        writer.member("tornFile", report.tornFile)
        for (name, texts) in [
            ("damagedSnapshots", report.damagedSnapshots), ("violations", report.violations),
        ] {
            writer.key(name)
            writer.beginArray()
            for text in texts { writer.value(text) }
            writer.endArray()
        }
        writer.endObject()
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
