extension FaultyDisk {
    static let sectorBytes = 512

    /// Leaves what a power cut leaves. Some cuts lose nothing, some everything un-synced, most a part.
    mutating func crash(using generator: inout SeededGenerator) {
        let lostOneIn = [0, 1, 2, 2, 2, 8].randomElement(using: &generator) ?? 2
        for change in pendingNames where !generator.oneIn(lostOneIn) {
            Self.apply(change, to: &durableNames)
        }
        pendingNames = []
        for node in nodes.keys.sorted() {
            nodes[node]!.keepSome(oneIn: lostOneIn, using: &generator)
            nodes[node]!.visible = nodes[node]!.durable
        }
        visibleNames = durableNames
        let named = Set(durableNames.values)
        nodes = nodes.filter { named.contains($0.key) }
    }
}

extension FaultyDisk.Node {
    /// Makes an arbitrary part of what is pending durable, and forgets the rest.
    ///
    /// Each sector of each write is kept, lost, or (rarely) becomes garbage. Bytes of a sector that the write
    /// did not touch stay as they are: disks are assumed not to harm what was synced before. One change of size
    /// in `lostOneIn` is lost; a kept write makes the file as long as it needs, with zeros before it.
    mutating func keepSome(oneIn lostOneIn: Int, using generator: inout SeededGenerator) {
        for change in pending {
            switch change {
            case .resize:
                if !generator.oneIn(lostOneIn) { FaultyDisk.apply(change, to: &durable) }
            case .write(let offset, let bytes):
                keepSectors(of: bytes, at: offset, lostOneIn, &generator)
            }
        }
        pending = []
    }

    private mutating func keepSectors(
        of bytes: [UInt8], at offset: Int, _ lostOneIn: Int, _ generator: inout SeededGenerator
    ) {
        var start = 0
        while start < bytes.count {
            let sectorEnd = ((offset + start) / FaultyDisk.sectorBytes + 1) * FaultyDisk.sectorBytes - offset
            let end = min(bytes.count, sectorEnd)
            var sector = Array(bytes[start..<end])
            if lostOneIn > 0, generator.oneIn(16) {
                for index in sector.indices { sector[index] = UInt8.random(in: 0...255, using: &generator) }
            }
            if !generator.oneIn(lostOneIn) {
                FaultyDisk.apply(.write(offset: offset + start, bytes: sector), to: &durable)
            }
            start = end
        }
    }
}
