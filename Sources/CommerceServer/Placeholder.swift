// CommerceServer
