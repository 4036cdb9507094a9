import Foundation
import Net
import Outreach
import Testing

@testable import API

@Suite struct ProblemTests {
  @Test func `every fault has a status and a word`() throws {
    let statuses: [Fault.Code: Int] = [
      .badInput: 400, .notFound: 404, .conflict: 409, .stale: 409, .illegalState: 409, .notConfigured: 409, .refused: 422,
      .unauthorized: 401,
      .forbidden: 403, .rateLimited: 429, .tooLarge: 413, .upstream: 502, .offline: 503, .locked: 423, .storage: 507,
      .unsupported: 415,
    ]
    var types = Set<String>()
    for code in Fault.Code.allCases {
      let problem = Problem(Fault(code, "Text."), request: nil)
      #expect(problem.status == statuses[code] && problem.detail == "Text." && types.insert(problem.type).inserted, "\(code)")
    }
    let text = Problem(Fault(.badInput, "No.", fields: [.init("email", "Bad.")]), request: nil).response.text
    #expect(text.contains(#""errors":[{"detail":"Bad.","name":"email"}]"#) && text.contains(#""type":"/problems/bad-input""#))
  }

  @Test func `a full disk and one that can't be written are said in words, all else is an incident`() {
    struct Trouble: DiskError {
      let isDiskFull: Bool
      let isReadOnly: Bool
    }
    for (full, closed, status, word) in [
      (true, false, 507, "full"), (false, true, 507, "read-only"), (false, false, 500, "incident"),
    ] {
      let problem = Problem(Trouble(isDiskFull: full, isReadOnly: closed), request: nil)
      #expect(problem.status == status && problem.detail.contains(word) && (problem.incident == nil) == (status == 507))
    }
  }

  @Test func `content is read with the field at fault; from a browser only as JSON`() throws {
    let json = "application/json; charset=utf-8"
    let rows: [(principal: HTTPRequest.Principal?, type: String?, body: String, code: Fault.Code?)] = [
      (.session("1"), json, #"{"name":"A"}"#, nil), (.session("1"), "Application/JSON", #"{"name":"A"}"#, nil),
      (.session("1"), nil, "", nil), (.session("1"), "text/plain", #"{"name":"A"}"#, .unsupported),
      (.session("1"), "application/x-www-form-urlencoded", #"{"name":"A"}"#, .unsupported),
      (.session("1"), "multipart/form-data; x=application/json", #"{"name":"A"}"#, .unsupported),
      (.session("1"), nil, #"{"name":"A"}"#, .unsupported), (.bearer, "application/x-www-form-urlencoded", #"{"name":"A"}"#, nil),
      (.bearer, json, "{", .badInput), (.bearer, json, "[]", .badInput), (.bearer, json, #"{"name":1}"#, .badInput),
    ]
    for row in rows {
      var request = HTTPRequest(method: "POST", path: "/", body: Array(row.body.utf8))
      if let type = row.type { request.headers.add("Content-Type", type) }
      request.principal = row.principal
      var found: Fault.Code?
      do { _ = try RequestBody(request).text("name") } catch { found = error.code }
      #expect(found == row.code, "\(row)")
    }
    struct Shape: Codable { let leadName: String, isNew: Bool? }
    #expect(try HTTPResponse.json(Shape(leadName: "a/b", isNew: true)).text == #"{"is_new":true,"lead_name":"a/b"}"#)
  }
}
