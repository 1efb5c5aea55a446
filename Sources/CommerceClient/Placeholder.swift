// CommerceClient
