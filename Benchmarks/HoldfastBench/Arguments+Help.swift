extension Arguments {
    /// What `--help` prints.
    static let help = """
        holdfast-bench: measures the holdfast server, and rivals beside it, in one run with one load generator.

        usage: holdfast-bench [options]

        It starts every server itself, on a fresh data directory in the same file system, pinned to one processor; the
        generator has another. Subjects take turns round by round; medians, and ratios within rounds, are reported.
        A count that is not exact (stock sold twice, a reply that is an error) fails the run.

        what
          --workloads LIST     w1-hot, w1-uniform      reserve one unit; of one variant, or of 1,000
                               w2-uniform, w2-zipf     place an order of three lines over 1,000 variants
                               sold-out                100,000 requests for a stock of 10,000
                               batch                   16 connections, a hundred reservations a request
                               flash-sale              reserve, then buy, give back, forget or cancel
                               recovery                SIGKILL with --orders orders stored, and start again
                               size                    memory and speed with --orders orders; p99 during a snapshot
                               all                     (default: all but recovery and size)
          --peers LIST         redis, postgres, responder (a server that does nothing: the ceiling)
          --without-holdfast   measure only the peers
          --durability LIST    always, interval, none (default always,none)
          --connections N      default 64
          --depth LIST         requests in flight on each connection (default 1,16)
          --customers LIST     how many customers share the orders (default 1; up to 10,000)
          --orders N           for recovery and size (default 1,000,000)

        how long
          --rounds N           default 5
          --seconds S          measured in each round (default 2)
          --warm-up S          before it, not counted (default 0.5)
          --keep-state         one server through all rounds of a row, instead of a fresh one each
                               (not for sold-out and flash-sale)

        where
          --directory DIR      where data directories are made (default $TMPDIR or /tmp)
          --server PATH        the holdfast program (default: beside this one)
          --server-flags TEXT  more flags for holdfast serve, in one word, apart by blanks
          --peer-scripts DIR   the rivals' scripts (default: Benchmarks/peers of the package)
          --client-core N, --server-core N    processors to pin to

        output
          --json FILE          every round of every row
          --svg FILE           a bar chart
          A table goes to standard output, progress to standard error if that is a terminal.

        other
          --prove-generator    how fast the generator is against a server that does nothing
          --self-test          checks the histogram, the distributions and the formats
          --help

        exit codes: 0 measured and exact; 1 a count was not; 64 usage; 69 a program is missing; 70 a server
        misbehaved; 71 the system refused; 130 interrupted
        """
}
