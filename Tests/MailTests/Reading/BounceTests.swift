import Outreach
import Testing

@testable import Mail

@Suite struct BounceTests {
  @Test func `delivery reports of many mail systems are understood`() {
    let wrong = failures(BounceFixtures.all) { row in
      let mail = read(row.text)
      let found = mail.bounce?.recipients ?? []
      return mail.kind.rawValue == row.kind && Set(found.map(\.address)) == Set(row.addresses)
        && (row.permanent == nil || found.allSatisfy { $0.permanent == row.permanent })
        && (row.status == nil || found.first?.status == row.status)
        && (row.isDead == nil || found.first?.addressIsDead == row.isDead)
    }
    #expect(wrong.isEmpty, "\(wrong.map { ($0.name, read($0.text).kind, read($0.text).bounce as Any) })")
  }

  @Test func `the returned mail's id is found`() {
    let withCopy = BounceFixtures.all.filter {
      $0.text.contains("orig@our.example") && ["bounce", "delayed", "delivered"].contains($0.kind)
    }
    #expect(withCopy.count > 10)
    let missed1 = failures(withCopy) { read($0.text).originalMessageIDs.first == "<orig@our.example>" }
    #expect(missed1.isEmpty, "\(missed1)")
  }

  @Test func `complaints suppress, other feedback doesn't`() {
    func report(_ type: String) -> String {
      "From: fbl@isp.example\nSubject: complaint\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\n\n--b\n\nThis is an abuse report.\n--b\nContent-Type: message/feedback-report\n\nFeedback-Type: \(type)\nUser-Agent: x/1\nVersion: 1\nOriginal-Rcpt-To: <lead@x.example>\n--b\nContent-Type: message/rfc822\n\n\(BounceFixtures.copy)\n--b--\n"
    }
    let rows: [(String, IncomingMail.Kind)] = [
      ("abuse", .complaint), ("fraud", .complaint), ("opt-out", .complaint), ("not-spam", .other), ("auth-failure", .other),
    ]
    let missed2 = failures(rows) { read(report($0.0)).kind == $0.1 }
    #expect(missed2.isEmpty, "\(missed2)")
    #expect(read(report("abuse")).bounce?.recipients.map(\.address) == ["lead@x.example"])
    #expect(read(report("abuse")).originalMessageIDs == ["<orig@our.example>"])
  }

  @Test func `a receipt is a receipt`() {
    let mail = read(
      "From: lead@x.example\nSubject: Read: Hello\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b\n\n--b\n\nYour message was displayed.\n--b\nContent-Type: message/disposition-notification\n\nFinal-Recipient: rfc822; lead@x.example\nOriginal-Message-ID: <orig@our.example>\nDisposition: manual-action/MDN-sent-manually; displayed\n--b--\n"
    )
    #expect(mail.kind == .receipt)
    #expect(mail.originalMessageIDs == ["<orig@our.example>"])
  }

  @Test func `status codes are told from other numbers`() {
    let rows: [(String, String?, Int?)] = [
      ("550 5.1.1 unknown", "5.1.1", 550), ("host 192.0.2.5[5.1.1.1] said 4", nil, nil), ("(#5.1.1)", "5.1.1", nil),
      ("version 5.5.2653.19", nil, nil),
      ("554 5.0.0 x 5.7.1 y", "5.7.1", 554), ("said: 450-4.2.2 full", "4.2.2", 450), ("ERROR_CODE :421,", nil, 421),
      ("port 587 in 500ms", nil, nil),
    ]
    #expect(
      failures(rows) {
        StatusCode.enhanced(in: Array($0.0.utf8)[...]) == $0.1 && StatusCode.reply(in: Array($0.0.utf8)[...]) == $0.2
      }.isEmpty)
  }
}
