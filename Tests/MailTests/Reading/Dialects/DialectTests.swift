import Outreach
import Testing

@testable import Mail

@Suite struct DialectTests {
  private func wrong(_ rows: [DialectCase]) -> [String] {
    rows.compactMap { row in
      let mail = read(row.text)
      let found = mail.bounce?.recipients ?? []
      var what: [String] = []
      if mail.kind.rawValue != row.kind { what.append("kind \(mail.kind.rawValue)") }
      if Set(found.map(\.address)) != Set(row.addresses) { what.append("addresses \(found.map(\.address))") }
      if row.kind == "bounce" || row.kind == "delayed", found.contains(where: { $0.permanent != row.permanent }) {
        what.append("permanent \(found.map(\.permanent))")
      }
      if let status = row.status, found.first?.status != status { what.append("status \(found.first?.status ?? "nil")") }
      if let isDead = row.isDead, found.first?.addressIsDead != isDead { what.append("dead \(!isDead)") }
      return what.isEmpty ? nil : "\(row.name): \(what.joined(separator: ", "))"
    }
  }

  @Test func `reports of Unix mail servers are understood`() { #expect(wrong(UnixDialects.all) == []) }

  @Test func `reports of Exchange, Domino and GroupWise are understood in the languages of their servers`() {
    #expect(wrong(OfficeDialects.all) == [])
  }

  @Test func `reports of mail services and gateways are understood`() { #expect(wrong(ServiceDialects.all) == []) }

  @Test func `reports in further languages, and in ones that no table knows, are understood`() {
    #expect(wrong(LocalDialects.all) == [])
  }
}
