// CommerceCore
