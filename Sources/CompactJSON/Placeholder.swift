// CompactJSON
