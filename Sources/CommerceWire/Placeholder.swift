// CommerceWire
