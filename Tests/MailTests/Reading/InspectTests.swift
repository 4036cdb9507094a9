import Foundation
import Outreach
import Testing

@testable import Mail

@Suite struct InspectTests {
  @Test func `a record has every field of its shape`() throws {
    let mail = read(BounceFixtures.all[0].text)
    let line = InspectRecord.json(for: mail, file: "a \"b\"\n.eml")
    #expect(!line.contains("\n"))
    let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    #expect(
      Set(object.keys) == [
        "file", "kind", "from", "subject", "date", "body", "text", "class", "return_date", "bounce", "attachments",
      ])
    let bounce = try #require(object["bounce"] as? [String: Any])
    #expect(bounce["original_message_id"] as? String == "<orig@our.example>")
    let first = try #require((bounce["recipients"] as? [[String: Any]])?.first)
    #expect(first["address"] as? String == "lead@x.example")
    #expect(first["permanent"] as? Bool == true)
    #expect(object["class"] is NSNull && object["date"] is NSNull)
  }

  @Test func `an empty file gives nulls, a missing one an error`() {
    #expect(InspectRecord.json(for: read(""), file: "x").contains("\"from\":null,\"subject\":null,\"date\":null"))
    #expect(InspectRecord.json(failure: "It can't be read.", file: "x") == "{\"file\":\"x\",\"error\":\"It can't be read.\"}")
  }
}
