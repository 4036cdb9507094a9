import Fakes
import Outreach
import Testing

@testable import Engine

@Suite struct LaunchCheckTests {
  private static let practice: [String: String?] = ["EMAIL_PRIMARY_PROVIDER": "practice"]

  @Test func `a campaign starts only with a postal address and an honest subject, and practice may try anything`() async throws {
    let rows: [(settings: [String: String?], subject: String, starts: Bool)] = [
      ([:], "A question about {{ business_name }}", true), (["SENDER_POSTAL_ADDRESS": nil], "A question", false),
      ([:], "Re: our talk", false),
      ([:], "FWD: offer for {{ business_name }}", false), ([:], "Réponse", true), (Self.practice, "Re: our talk", true),
      (Self.practice.merging(["SENDER_POSTAL_ADDRESS": nil]) { _, new in new }, "A question", true),
    ]
    for row in rows {
      let bench = try await MailBench.make(row.settings)
      do {
        _ = try await bench.campaign(subject: row.subject)
        #expect(row.starts, "\(row.subject)")
      } catch let fault as Fault { #expect(!row.starts && fault.code == .refused, "\(row.subject): \(fault)") }
    }
  }
}
