/// Checks the parts of the bench that a wrong figure could come from. Each failure is one line.
struct SelfTest {
    private var failures: [String] = []

    static func run() -> [String] {
        var test = SelfTest()
        test.checkHistogramBuckets()
        test.checkHistogramQuantiles()
        test.checkCounter()
        test.checkZipf()
        test.checkVerdicts()
        test.checkFigures()
        return test.failures
    }

    private mutating func expect(_ isTrue: Bool, _ rule: @autoclosure () -> String) {
        if !isTrue { failures.append(rule()) }
    }

    private mutating func checkHistogramBuckets() {
        var previous = -1
        var value: UInt64 = 1
        while value < 1 << 62 {
            for sample in [value - 1, value, value + value / 3] {
                let middle = Double(Histogram.middle(ofBucket: Histogram.bucket(of: sample)))
                let error = abs(middle - Double(sample)) / max(1, Double(sample))
                expect(error <= 0.005, "the bucket of \(sample) reports \(middle)")
            }
            let bucket = Histogram.bucket(of: value)
            expect(bucket > previous, "the bucket of \(value) is not above that of \(value / 2)")
            previous = bucket
            value *= 2
        }
    }

    private mutating func checkHistogramQuantiles() {
        var histogram = Histogram()
        for microsecond in 1...100_000 { histogram.record(nanoseconds: UInt64(microsecond) * 1_000) }
        for (quantile, expected) in [(0.5, 50_000.0), (0.99, 99_000), (0.999, 99_900), (1, 100_000)] {
            let got = Double(histogram.nanoseconds(atQuantile: quantile)) / 1_000
            expect(abs(got - expected) / expected < 0.01, "quantile \(quantile) is \(got), not \(expected)")
        }
        expect(histogram.maximumNanoseconds == 100_000_000, "the maximum is exact")
        expect(Histogram().nanoseconds(atQuantile: 0.99) == 0, "an empty histogram answers 0")
    }

    private mutating func checkCounter() {
        var counter = DecimalCounter()
        for number in 1...1_200_345 {
            counter.advance()
            let value = DecimalCounter.value(ofASCII: counter.ascii)
            if value != number {
                expect(false, "the counter says \(value) after \(number) steps")
                return
            }
        }
    }

    private mutating func checkZipf() {
        let ranks = 1_000
        let distribution = ZipfDistribution(count: ranks)
        var random = RandomSource(seed: 42)
        var counts = [Int](repeating: 0, count: ranks)
        let draws = 2_000_000
        for _ in 0..<draws { counts[distribution.next(&random)] += 1 }
        let harmonic = (1...ranks).map { 1 / Double($0) }.reduce(0, +)
        for rank in [0, 1, 2, 9, 99, 999] {
            let expected = Double(draws) / Double(rank + 1) / harmonic
            // Five standard deviations of a binomial count.
            let allowed = 5 * expected.squareRoot() + 1
            expect(
                abs(Double(counts[rank]) - expected) < allowed,
                "zipf rank \(rank): \(counts[rank]), expected \(expected)")
        }
        var thirds = [0, 0, 0]
        for _ in 0..<300_000 { thirds[random.next(below: 3)] += 1 }
        expect(thirds.allSatisfy { abs($0 - 100_000) < 1_500 }, "uniform thirds are \(thirds)")
    }

    private mutating func checkVerdicts() {
        var counter = DecimalCounter()
        counter.advance()
        let cases: [(reply: String, verdict: Verdict)] = [
            (#"{"id":100000001,"ok":{"available":1}}"#, .accepted),
            (#"{"id":100000002,"ok":{"available":1}}"#, .failed),
            (#"{"id":100000001,"error":{"code":"insufficient_stock","message":""}}"#, .refused),
            (#"{"id":100000001,"error":{"code":"busy","message":""}}"#, .failed),
            ("HTTP/1.1 400 Bad Request, and some more bytes", .failed), ("", .failed),
        ]
        for (reply, expected) in cases {
            let verdict = Array((reply + "\n").utf8).withUnsafeBytes {
                ReplyText.verdict(of: $0, digits: counter.ascii)
            }
            let isSame =
                verdict.accepted == expected.accepted && verdict.refused == expected.refused
                && verdict.failed == expected.failed
            expect(isSame, "the verdict on \(reply) is \(verdict)")
        }
        let batch =
            #"{"id":1,"ok":{"results":[{"ok":{}},{"error":{"code":"insufficient_stock"}},{"ok":{"a":"b"}}]}}"#
        Array(batch.utf8).withUnsafeBytes { bytes in
            expect(ReplyText.count("{\"ok\":", in: bytes) == 2, "a batch reply has two successes")
            expect(ReplyText.count("{\"error\":", in: bytes) == 1, "a batch reply has one error")
        }
        expect(
            ReplyText.integer(after: "\"reserved\":", in: #"{"reserved":-12,"x":1}"#) == -12,
            "integers are read")
    }

    private mutating func checkFigures() {
        let cases = [
            (Figures.short(101_234), "101k"), (Figures.short(83), "83"), (Figures.short(1_240_000), "1.24M"),
            (Figures.short(999_700), "1.00M"), (Figures.short(9_876), "9.88k"),
            (Figures.fixed(1.005, decimals: 1), "1.0"),
            (Figures.fixed(-0.01, decimals: 1), "0.0"), (Figures.fixed(2.05, decimals: 2), "2.05"),
            (Figures.duration(microseconds: 1_250), "1.25 ms"), (Figures.fourDigits(7), "0007"),
            (Figures.bytes(23_400_000), "23.4 MB"),
        ]
        for (got, expected) in cases { expect(got == expected, "\(got) should read \(expected)") }
        expect(Figures.median([3, 1, 2]) == 2 && Figures.median([4, 1]) == 2.5, "medians")
    }
}
