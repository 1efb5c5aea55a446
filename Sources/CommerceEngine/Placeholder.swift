// CommerceEngine
