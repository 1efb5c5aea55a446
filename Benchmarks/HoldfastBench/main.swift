import Glibc

/// Runs the program.
///
/// - Returns: The exit code.
func runBench() throws(BenchmarkError) -> CInt {
    let options = try Arguments(Array(CommandLine.arguments.dropFirst()))
    switch options.mode {
    case .help:
        try TextFile.write(Arguments.help + "\n", toDescriptor: 1)
        return 0
    case .respond:
        try Responder.run(journalPath: options.durabilities.first == .always ? options.directory : nil)
        return 0
    case .selfTest:
        let failures = SelfTest.run()
        try TextFile.write(
            failures.isEmpty ? "all checks hold\n" : failures.joined(separator: "\n") + "\n", toDescriptor: 1)
        return failures.isEmpty ? 0 : 1
    case .proveGenerator:
        Interruption.install()
        try options.processors.pinClient()
        try TextFile.write(try GeneratorProof(options: options).run(), toDescriptor: 1)
        return 0
    case .measure:
        Interruption.install()
        try options.processors.pinClient()
        let report = try Runner(options: options).run()
        try TextFile.write(TextReport(report).text, toDescriptor: 1)
        if let path = options.jsonFile { try TextFile.write(JSONReport(report).text, to: path) }
        if let path = options.svgFile { try TextFile.write(SVGChart(report).text, to: path) }
        return report.violations.isEmpty ? 0 : 1
    }
}

do {
    exit(try runBench())
} catch {
    try? TextFile.write("holdfast-bench: \(error)\n", toDescriptor: 2)
    exit(error.exitStatus)
}
