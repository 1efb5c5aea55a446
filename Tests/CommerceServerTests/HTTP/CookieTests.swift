import CommerceServer
import TestSupport
import Testing

@Suite("browsers sign in with cookies")
struct CookieTests {
    private let directory = TemporaryDirectory()
    private static let own = "Sec-Fetch-Site: same-origin"

    @Test("the tokens are cookies out of reach of scripts, and not in the reply")
    func signsIn() throws {
        let staff = try StaffServer(directory)
        let response = try staff.signIn(Self.own)
        #expect(response.status == 201)
        #expect(response.body.contains(#""accessToken":null,"refreshToken":null"#))
        #expect(response.cookies.count == 2)
        for cookie in response.cookies {
            #expect(
                cookie.contains("; Path=/; HttpOnly; SameSite=Strict; Max-Age=") && !cookie.contains("Secure")
            )
        }
        let current = try staff.ask("GET", "/sessions/current", [response.cookieField])
        #expect(current.status == 200 && current.body.contains(StaffServer.email))
        #expect(current.body.contains(#""asksNobody":false"#))
        #expect(try staff.ask("GET", "/orders", []).status == 401, "not without the cookie")
        #expect(try staff.ask("GET", "/users", [response.cookieField]).status == 403)
    }

    @Test("over TLS the names of cookies are bound to the host and the lines")
    func overTLS() throws {
        let staff = try StaffServer(directory) { $0.publicURL = "https://Shop.example.com/x" }
        let response = try staff.signIn("Origin: https://shop.example.com")
        #expect(response.status == 201 && response.cookies.count == 2)
        for cookie in response.cookies {
            #expect(cookie.hasPrefix("__Host-holdfast_") && cookie.hasSuffix("; Secure"))
        }
        #expect(try staff.ask("GET", "/orders", [response.cookieField]).status == 200)
        let plain = response.cookieField.replacing("__Host-", with: "")
        #expect(try staff.ask("GET", "/orders", [plain]).status == 401)
    }

    @Test(
        "a cookie counts for changes of the own pages only, and for reading",
        arguments: [
            [], ["Sec-Fetch-Site: cross-site"], ["Sec-Fetch-Site: same-site"], ["Sec-Fetch-Site: none"],
            ["Origin: http://evil.example"], ["Origin: null"], ["Origin: http://a:81"],
            ["Sec-Fetch-Site: cross-site", "Origin: http://a"],
        ])
    func foreignPages(fields: [String]) throws {
        let staff = try StaffServer(directory, role: "ADMIN")
        let cookie = try staff.signIn(Self.own).cookieField
        let tag = #"{"name":"New"}"#
        #expect(try staff.ask("POST", "/customers", [cookie] + fields, tag).status == 401)
        #expect(try staff.ask("POST", "/sessions/refresh", [cookie] + fields, "{}").status == 401)
        #expect(try staff.ask("DELETE", "/sessions/current", [cookie] + fields).status == 401)
        #expect(try staff.ask("GET", "/customers", [cookie] + fields).status == 200)
        let signIn = try staff.ask(
            "POST", "/sessions", fields,
            #"{"email":"\#(StaffServer.email)","password":"\#(StaffServer.password)","cookie":true}"#)
        #expect(signIn.status == 400 && signIn.cookies.isEmpty)
    }

    @Test(
        "an own page is told by either field", arguments: ["Sec-Fetch-Site: same-origin", "Origin: http://a"])
    func ownPages(field: String) throws {
        let staff = try StaffServer(directory, role: "ADMIN")
        let cookie = try staff.signIn(field).cookieField
        let body = #"{"email":"c@example.com","firstName":"C","lastName":"D"}"#
        #expect(try staff.ask("POST", "/customers", [cookie, field], body).status == 201)
    }

    @Test("with a bearer token cookies do not matter, and nothing is asked of pages")
    func bearer() throws {
        let staff = try StaffServer(directory)
        let fields = [StaffServer.administrator, "Cookie: holdfast_access=x", "Origin: http://evil.example"]
        let body = #"{"email":"c@example.com","firstName":"C","lastName":"D"}"#
        #expect(try staff.ask("POST", "/customers", fields, body).status == 201)
    }

    @Test("a session goes on by its cookie, from several windows at once")
    func goesOn() throws {
        let staff = try StaffServer(directory)
        let cookie = try staff.signIn(Self.own).cookieField
        for _ in 0..<3 {
            let renewed = try staff.ask("POST", "/sessions/refresh", [cookie, Self.own], "{}")
            #expect(renewed.status == 200 && renewed.cookies.count == 2)
            #expect(renewed.body.contains(#""accessToken":null"#))
            #expect(try staff.ask("GET", "/orders", [renewed.cookieField]).status == 200)
        }
        let withoutAccess = cookie.replacing("holdfast_access", with: "other")
        #expect(try staff.ask("POST", "/sessions/refresh", [withoutAccess, Self.own], "{}").status == 200)
    }

    @Test("signing out ends the session and takes the cookies away")
    func signsOut() throws {
        let staff = try StaffServer(directory)
        let cookie = try staff.signIn(Self.own).cookieField
        let ended = try staff.ask("DELETE", "/sessions/current", [cookie, Self.own])
        #expect(ended.status == 204 && ended.cookies.count == 2)
        #expect(ended.cookies.allSatisfy { $0.contains("=; ") && $0.contains("Max-Age=0") })
        #expect(try staff.ask("GET", "/orders", [cookie]).status == 401)
        let over = try staff.ask("POST", "/sessions/refresh", [cookie, Self.own], "{}")
        #expect(over.status == 401 && over.cookies.allSatisfy { $0.contains("Max-Age=0") })
        #expect(over.cookies.count == 2, "a cookie of a session that is over goes away")
    }

    @Test("a cookie that is not good counts as none, so that it is no obstacle to signing in")
    func badCookies() throws {
        let staff = try StaffServer(directory)
        for cookie in [
            "Cookie: holdfast_access=x", "Cookie: holdfast_refresh=y", "Cookie: =; ;holdfast_access",
        ] {
            #expect(try staff.ask("GET", "/orders", [cookie]).status == 401)
            #expect(try staff.signIn(cookie, Self.own).status == 201)
        }
        let twice = try staff.signIn(Self.own).cookieField
        #expect(try staff.ask("GET", "/orders", [twice + "; holdfast_access=x"]).status == 401)
    }

    @Test("a wrong password gives no cookie")
    func wrongPassword() throws {
        let staff = try StaffServer(directory)
        let response = try staff.signIn(Self.own, password: "wrong horse battery")
        #expect(response.status == 401 && response.cookies.isEmpty)
    }

    @Test("by lines there are no cookies")
    func lines() throws {
        let staff = try StaffServer(directory)
        let reply = try staff.server.connect().ask(
            #"{"op":"sessions.create","email":"\#(StaffServer.email)","password":"x","cookie":true}"#)
        #expect(reply.isError("invalid_value"))
    }

    @Test("where nobody is asked, pages of others still change nothing")
    func asksNobody() throws {
        let server = try RunningServer(directory)
        let socket = try server.connectHTTP()
        let body = #"{"email":"c@example.com","firstName":"C","lastName":"D"}"#
        #expect(socket.ask("POST", "/customers", body, "Origin: http://evil.example")?.status == 401)
        #expect(socket.ask("POST", "/customers", body, "Sec-Fetch-Site: cross-site")?.status == 401)
        #expect(socket.ask("POST", "/customers", body, "Origin: http://a")?.status == 201)
        #expect(socket.ask("POST", "/customers", "{}")?.status == 400, "who is no browser says nothing")
        let current = try #require(socket.ask("GET", "/sessions/current"))
        #expect(current.body.contains(#""asksNobody":true"#))
    }
}
