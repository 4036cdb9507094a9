import Fakes
import Foundation
import Outreach
import Testing

@testable import Engine

/// The mails that come with the program, each written by the renderer that sends.
@Suite struct StarterTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../Resources/templates")
    .standardizedFileURL.path

  private static func lead(_ change: (inout LeadDetails) -> Void = { _ in }) -> Lead {
    var details = LeadDetails()
    (details.businessName, details.email) = ("Sunrise Bakery", "anna@sunrise.example")
    change(&details)
    return Lead(
      id: Lead.ID(rawValue: "00000000-0000-7000-8000-000000000001"), details: details, state: .approved, at: Timestamp(rawValue: 0))
  }

  @Test func `ten trades, each in four languages, each with two follow-ups`() {
    let starters = Starters(folder: Self.folder).all()
    #expect(starters.count == 40)
    let trades = Dictionary(grouping: starters) { $0.id.split(separator: ".").first.map(String.init) ?? "" }
    #expect(trades.count == 10)
    for (trade, all) in trades { #expect(Set(all.map(\.language)) == ["en", "de", "pt", "es"], "\(trade)") }
    for starter in starters {
      #expect(starter.mails.map(\.wait) == [0, 4, 7], "\(starter.id)")
      #expect(starter.id.hasSuffix("." + starter.language) && Set(starter.mails.map(\.subject)).count == 3, "\(starter.id)")
    }
  }

  @Test func `each can be written to a lead of whom little is known, and passes the lint`() async throws {
    let bench = try await MailBench.make()
    let preview = Preview(policy: bench.settings.policy)
    let leads = [
      Self.lead(),
      Self.lead { details in
        (details.contactName, details.city, details.category) = ("Dr. Anna Müller", "Springfield", "Bakery")
      },
    ]
    for starter in Starters(folder: Self.folder).all() {
      for (number, mail) in starter.mails.enumerated() {
        for lead in leads {
          let result = preview.render(subject: mail.subject, text: mail.text, html: mail.html, lead: lead)
          let place: Comment = "\(starter.id), mail \(number + 1)"
          #expect(result.problems.isEmpty, place)
          #expect(result.lint.filter { $0.level != .info && $0.code != "postal_address" }.isEmpty, place)
          #expect(!result.text.contains("  ") && !result.text.contains(" ,") && !result.text.contains("!!"), place)
          // Four business days after a Monday it is the same week.
          let isFalse = ["last week", "vergangenen Woche", "semana passada", "semana pasada"].contains(where: result.text.contains)
          #expect(!isFalse, place)
          #expect((30...190).contains(result.text.split(whereSeparator: \.isWhitespace).count), place)
        }
      }
    }
  }

  @Test func `one template is written for each lead anew, and escaped only where it is HTML`() async throws {
    let preview = Preview(policy: try await MailBench.make().settings.policy)
    let source = "For {{ business_name }}"
    for name in ["Tom & Co", "Moon Cafe"] {
      let result = preview.render(subject: source, text: source, html: source, lead: Self.lead { $0.businessName = name })
      #expect(
        [result.subject, result.text, result.html] == [
          "For \(name)", "For \(name)", "For " + (name == "Tom & Co" ? "Tom &amp; Co" : name),
        ])
    }
  }

  @Test func `a file that lacks something is left out`() {
    let whole =
      "---\nname: A\ntrade: B\nlanguage: en\nsubject: C\nsteps: 2\n---\nHello\n\n--- after 3 business days\nsubject: D\n\nAgain\n"
    let read = Starters.read(whole, id: "a.en")
    #expect(read?.mails == [.init(subject: "C", text: "Hello"), .init(subject: "D", text: "Again", wait: 3)])
    for (old, new) in [
      ("name: A\n", ""), ("subject: C\n", ""), ("subject: D\n", ""), ("steps: 2", "steps: 3"), ("---\nHello", "Hello"),
    ] {
      #expect(Starters.read(whole.replacingOccurrences(of: old, with: new), id: "a.en") == nil, "\(old)")
    }
  }
}
