import Foundation
import Outreach
import Testing

@testable import Mail

/// Prints how well the corpora are read; scripts/corpora measures the built program in more detail.
@Suite(.enabled(if: corpora() != nil, "the corpora are absent")) struct CorpusScoreTests {
  private typealias Entry = [String: Any]

  private func load(_ set: String) throws -> (URL, [String: Entry]) {
    loadCharsets()
    let folder = try #require(corpora()).appendingPathComponent(set)
    let data = try Data(contentsOf: folder.appendingPathComponent("expected.json"))
    return (folder, try #require(try JSONSerialization.jsonObject(with: data) as? [String: Entry]))
  }

  private func show(_ name: String, _ good: Int, _ all: Int) {
    print("corpus \(name): \(good) of \(all), \(all == 0 ? 0 : good * 1000 / all)‰")
  }

  @Test func `bounces have the right recipients and permanence`() throws {
    let (folder, entries) = try load("bounces")
    var (good, all) = (0, 0)
    for (name, entry) in entries where entry["duplicate_of"] == nil && entry["same_content_as"] == nil {
      guard let kind = entry["kind"] as? String, ["bounce", "delayed", "delivered"].contains(kind) else { continue }
      let mail = read([UInt8](try Data(contentsOf: folder.appendingPathComponent(name))))
      let found = Set(mail.bounce?.recipients.map(\.address) ?? [])
      let wanted = Set((entry["recipients"] as? [String] ?? []).map { $0.lowercased() })
      let permanent = entry["permanent"] as? Bool
      let values = Set(mail.bounce?.recipients.map(\.permanent) ?? [])
      let lasting = permanent == nil || values == [permanent] || (values.count > 1 && permanent == true)
      all += 1
      if mail.kind.rawValue == kind, found == wanted, lasting { good += 1 }
    }
    show("bounces", good, all)
    #expect(good * 100 >= all * 95)
  }

  @Test func `answers give exactly the new text`() throws {
    let (folder, entries) = try load("replies")
    func folded(_ text: String) -> String { text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
    var (good, all) = (0, 0)
    for (name, entry) in entries {
      let data = try Data(contentsOf: folder.appendingPathComponent(name))
      let format = entry["format"] as? String ?? ""
      let head = format == "message/rfc822" ? "" : "From: a@x.example\nSubject: Re: x\nContent-Type: \(format); charset=utf-8\n\n"
      let text = folded(read(Array(head.utf8) + [UInt8](data)).text)
      let accepted = (entry["acceptable"] as? [String] ?? []).map(folded)
      let parts = entry["must_contain"] as? [String] ?? []
      all += 1
      if accepted.contains(text) || (accepted.isEmpty && parts.allSatisfy { text.contains(folded($0)) }) { good += 1 }
    }
    show("replies", good, all)
    #expect(good * 100 >= all * 92)
  }

  @Test func `no person is taken for a machine`() throws {
    let (folder, entries) = try load("auto-replies")
    var (machines, people, found) = (0, 0, 0)
    for (name, entry) in entries {
      let kind = read([UInt8](try Data(contentsOf: folder.appendingPathComponent(name)))).kind
      if entry["class"] as? String == "human" {
        people += 1
        if kind != .reply, kind != .unsubscribe { machines += 1 }
      } else if entry["class"] as? String == "auto-reply", kind == .autoReply {
        found += 1
      }
    }
    show("people read as people", people - machines, people)
    #expect(machines == 0)
    #expect(found >= 5)
  }
}
