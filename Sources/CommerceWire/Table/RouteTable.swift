/// Finds the operation behind a REST method and path.
///
/// A trie of path segments: a literal goes before a parameter, so `/products/slug/x` is not a product called `slug`.
package struct RouteTable: Sendable {
    package enum Match: Sendable {
        /// The operation, and the values of the path's parameters in order.
        case operation(Operation, values: [String])
        /// The path is there, the method is not: what is.
        case otherMethods([Route.Method])
        case nothing
    }

    private struct Node: Sendable {
        var literals: [String: Int] = [:]
        var parameter: Int?
        var operations: [Route.Method: Operation] = [:]
    }

    private var nodes = [Node()]

    package init(_ operations: [Operation]) {
        for operation in operations {
            guard let route = operation.route else { continue }
            var node = 0
            for segment in route.segments { node = child(of: node, segment) }
            let former = nodes[node].operations.updateValue(operation, forKey: route.method)
            precondition(former == nil, "\(route.method) \(route.path) stands for two operations")
        }
    }

    /// - Parameter segments: of the path, decoded.
    /// - Complexity: O(segments) unless literals and parameters overlap.
    package func match(_ method: Route.Method?, _ segments: [String]) -> Match {
        var values: [String] = []
        guard let node = find(segments[...], from: 0, &values) else { return .nothing }
        let operations = nodes[node].operations
        guard let method, let operation = operations[method] else {
            return .otherMethods(Route.Method.allCases.filter { operations[$0] != nil })
        }
        return .operation(operation, values: values)
    }

    /// The node of a path that stands for something. Literals are tried first; a dead end falls back to a parameter.
    private func find(_ segments: ArraySlice<String>, from node: Int, _ values: inout [String]) -> Int? {
        guard let segment = segments.first else { return nodes[node].operations.isEmpty ? nil : node }
        if let literal = nodes[node].literals[segment],
            let found = find(segments.dropFirst(), from: literal, &values)
        {
            return found
        }
        guard let parameter = nodes[node].parameter, !segment.isEmpty else { return nil }
        values.append(segment)
        if let found = find(segments.dropFirst(), from: parameter, &values) { return found }
        values.removeLast()
        return nil
    }

    private mutating func child(of node: Int, _ segment: Route.Segment) -> Int {
        switch segment {
        case .literal(let text):
            if let known = nodes[node].literals[text] { return known }
            nodes[node].literals[text] = nodes.count
        case .parameter:
            if let known = nodes[node].parameter { return known }
            nodes[node].parameter = nodes.count
        }
        nodes.append(Node())
        return nodes.count - 1
    }
}
