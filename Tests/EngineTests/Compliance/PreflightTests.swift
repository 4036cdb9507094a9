import Outreach
import Testing

@testable import Engine

/// Name servers in memory.
private struct FakeRecords: DomainRecords {
  var mx: [String: RecordAnswer] = ["firm.de": .records(["mx.firm.de"])]
  var txt: [String: RecordAnswer] = [:]
  var hosts: [String: RecordAnswer] = [:]
  var pointers: [String: RecordAnswer] = [:]
  var fallback = RecordAnswer.noSuchName

  func exchanges(of domain: String) async -> RecordAnswer { mx[domain] ?? fallback }
  func texts(of name: String) async -> RecordAnswer { txt[name] ?? fallback }
  func addresses(of host: String) async -> RecordAnswer { hosts[host] ?? fallback }
  func names(of address: String) async -> RecordAnswer { pointers[address] ?? fallback }
}

@Suite struct PreflightTests {
  private static let key = String(repeating: "A", count: 392)

  private func look(_ records: FakeRecords, _ address: String = "anna@firm.de", server: String? = nil) async -> [String: Bool?] {
    let found = await Preflight(records: records).check(address: address, ownServer: server)
    return Dictionary(found.map { ($0.name, $0.ok) }, uniquingKeysWith: { first, _ in first })
  }

  @Test func `a domain with everything in order passes`() async {
    var records = FakeRecords()
    records.txt = [
      "firm.de": .records(["google-site-verification=x", "v=spf1 include:_spf.firm.de ~all"]),
      "_spf.firm.de": .records(["v=spf1 ip4:192.0.2.1 -all"]),
      "_domainkey.firm.de": .none, "google._domainkey.firm.de": .records(["v=DKIM1; k=rsa; p=\(Self.key)"]),
      "_dmarc.firm.de": .records(["v=DMARC1; p=none"]),
    ]
    (records.hosts, records.pointers) = (["mx.firm.de": .records(["192.0.2.1"])], ["192.0.2.1": .records(["mx.firm.de"])])
    #expect(
      await look(records, server: "mx.firm.de") == ["MX": true, "SPF": true, "DKIM": true, "DMARC": true, "Reverse DNS": true])
  }

  @Test func `what is missing fails, and what nobody answered could not be told`() async {
    #expect(await look(FakeRecords()) == ["MX": true, "SPF": false, "DKIM": false, "DMARC": false])
    var silent = FakeRecords(fallback: .unknown)
    #expect(await look(silent) == ["MX": true, "SPF": nil, "DKIM": nil, "DMARC": nil])
    silent.mx = [:]
    #expect(await look(silent) == ["MX": nil, "SPF": nil, "DKIM": nil, "DMARC": nil])
    var other = FakeRecords()
    other.txt = ["_domainkey.firm.de": .none]
    #expect(await look(other)["DKIM"] == .some(nil), "another selector may exist")
  }

  @Test func `mail exchanges`() async {
    let rows: [(RecordAnswer, RecordAnswer, Bool?)] = [
      (.records([""]), .noSuchName, false), (.none, .records(["192.0.2.1"]), true), (.none, .none, false),
      (.noSuchName, .noSuchName, false), (.none, .unknown, nil),
    ]
    for (exchange, host, ok) in rows {
      let records = FakeRecords(mx: ["firm.de": exchange], hosts: ["firm.de": host])
      #expect(await look(records)["MX"] == .some(ok), "\(exchange) \(host)")
    }
  }

  @Test func `SPF records`() async {
    let many = "v=spf1 " + (0..<11).map { "include:i\($0).firm.de" }.joined(separator: " ") + " -all"
    let rows: [([String], Bool?)] = [
      (["v=spf1 -all"], true), (["v=spf1 mx a ~all"], true), (["v=spf1 +all"], false), (["v=spf1 -all", "v=spf1 ~all"], false),
      ([many], false),
      (["v=spf10 -all"], false), (["v=spf1 include:firm.de -all"], true), (["V=SPF1 redirect=loop.firm.de"], true),
    ]
    for (texts, ok) in rows {
      let records = FakeRecords(txt: ["firm.de": .records(texts), "loop.firm.de": .records(["v=spf1 redirect=loop.firm.de"])])
      #expect(await look(records)["SPF"] == .some(ok), "\(texts)")
    }
    let half = FakeRecords(txt: ["firm.de": .records(["v=spf1 include:x.firm.de -all"]), "x.firm.de": .unknown])
    #expect(await look(half)["SPF"] == .some(nil))
  }

  @Test func `DKIM keys and DMARC policies`() async {
    let keys: [(String, Bool?)] = [
      ("v=DKIM1; p=\(Self.key)", true), ("p=\(Self.key)", true), ("v=DKIM1; p=", false),
      ("v=DKIM1; p=\(Self.key.prefix(120))", false),
      ("v=DKIM1; k=ed25519; p=\(Self.key.prefix(44))", true), ("v=DKIM2; p=\(Self.key)", nil), ("nonsense", nil),
    ]
    for (text, ok) in keys {
      let records = FakeRecords(txt: ["_domainkey.firm.de": .none, "selector1._domainkey.firm.de": .records([text])])
      #expect(await look(records)["DKIM"] == .some(ok), "\(text.prefix(30))")
    }
    let policies: [([String], Bool?)] = [
      (["v=DMARC1; p=reject"], true), (["v=DMARC1;p=none;rua=mailto:x@firm.de"], true), (["v=DMARC1"], false),
      (["v=DMARC1; p=maybe"], false),
      (["v=DMARC1; p=none", "v=DMARC1; p=reject"], false), (["other"], false),
    ]
    for (texts, ok) in policies {
      #expect(await look(FakeRecords(txt: ["_dmarc.firm.de": .records(texts)]))["DMARC"] == .some(ok), "\(texts)")
    }
    let inherited = FakeRecords(mx: ["sub.firm.de": .records(["mx"])], txt: ["_dmarc.firm.de": .records(["v=DMARC1; p=reject"])])
    #expect(await look(inherited, "a@sub.firm.de")["DMARC"] == .some(true), "the registered domain's counts below it")
  }

  @Test func `reverse names must lead back`() async {
    let rows: [(RecordAnswer, RecordAnswer, RecordAnswer, Bool?)] = [
      (.records(["192.0.2.1"]), .records(["a.firm.de"]), .records(["192.0.2.1"]), true),
      (.records(["192.0.2.1"]), .noSuchName, .none, false),
      (.records(["192.0.2.1"]), .records(["a.firm.de"]), .records(["192.0.2.9"]), false), (.none, .none, .none, false),
      (.records(["192.0.2.1"]), .unknown, .none, nil),
    ]
    for (host, pointer, back, ok) in rows {
      let records = FakeRecords(hosts: ["smtp.firm.de": host, "a.firm.de": back], pointers: ["192.0.2.1": pointer])
      #expect(await look(records, server: "smtp.firm.de")["Reverse DNS"] == .some(ok), "\(host) \(pointer) \(back)")
    }
  }

  @Test func `addresses of providers and of nobody are not looked up`() async {
    #expect(await look(FakeRecords(fallback: .unknown), "a@gmail.com") == ["Domain": true])
    #expect(await look(FakeRecords(fallback: .unknown), "a@firm.example") == ["Domain": nil])
    #expect(await look(FakeRecords(), "nonsense") == ["Domain": false])
  }
}
