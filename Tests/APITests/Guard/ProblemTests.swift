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

  struct Shape: Codable, Equatable {
    struct Inner: Codable, Equatable { let dayCount: Int }
    let leadName: String
    let inner: [Inner]
    let isNew: Bool?
  }

  @Test func `content is read with the field at fault, and written in snake case`() throws {
    let rows: [(String, String?)] = [
      (#"{"lead_name":"A","inner":[{"day_count":1}]}"#, nil), (#"{"inner":[]}"#, "lead_name"),
      (#"{"lead_name":1,"inner":[]}"#, "lead_name"),
      (#"{"lead_name":"A","inner":[{"day_count":"x"}]}"#, "inner.0.day_count"),
      (#"{"lead_name":"A","inner":[{}]}"#, "inner.0.day_count"),
      (#"{"lead_name":null,"inner":[]}"#, "lead_name"), (#"{"lead_name":"A","inner":{}}"#, "inner"), ("{", ""), ("", ""),
      ("[]", ""),
      (#"{"lead_name":"A","inner":[{"day_count":1.5}]}"#, ""),
      (#"{"lead_name":"A","inner":[],"is_new":"yes"}"#, "is_new"),
    ]
    for (text, field) in rows {
      let request = HTTPRequest(
        method: "POST", path: "/", headers: ["Content-Type": "application/json; charset=utf-8"], body: Array(text.utf8))
      do throws(Fault) {
        _ = try request.json(Shape.self)
        #expect(field == nil, "\(text)")
      } catch {
        #expect(error.code == .badInput && (error.fields.first?.name ?? "") == field, "\(text) \(error)")
      }
    }
    #expect(throws: Fault.self) { try HTTPRequest(method: "POST", path: "/", body: Array("{}".utf8)).json(Shape.self) }
    let value = Shape(leadName: "a/b", inner: [.init(dayCount: 2)], isNew: true)
    #expect(try HTTPResponse.json(value).text == #"{"inner":[{"day_count":2}],"is_new":true,"lead_name":"a/b"}"#)
    var request = HTTPRequest(method: "GET", path: "/")
    #expect(throws: Fault.self) { try request.id(of: Shape.self) }
    request.parameters["id"] = "0199c0de-0000-7000-8000-0123456789ab"
    #expect(try request.id(of: Shape.self).rawValue == "0199c0de-0000-7000-8000-0123456789ab")
  }
}
