import Outreach
import Testing

@Suite struct UpdateManifestTests {
  private static let now = Timestamp(rawValue: 1_800_000_000_000)

  private static func text(serial: Int = 5, version: String = "0.2.0", published: Int64 = now.rawValue, bundles: String? = nil)
    -> String
  {
    let own =
      #"[{"arch":"x86_64","url":"https://updates.example/a.tar.gz","bytes":10,"sha256":"\#(String(repeating: "a", count: 64))"}]"#
    return
      #"{"serial":\#(serial),"version":"\#(version)","published_at":\#(published),"notes":"New.","bundles":\#(bundles ?? own)}"#
  }

  @Test func `three numbers are a version, in the order of numbers`() throws {
    for bad in ["", "1", "1.2", "1.2.3.4", "1.2.x", "1.-2.3", "1.2.3-beta", "1..3", " 1.2.3", "1.2.1234567", "١.2.3"] {
      #expect(ReleaseVersion(bad) == nil, "\(bad)")
    }
    let sorted = ["0.1.0", "0.1.9", "0.1.10", "0.2.0", "1.0.0", "10.0.0"].compactMap(ReleaseVersion.init)
    #expect(sorted.count == 6 && sorted == sorted.shuffled().sorted())
  }

  @Test func `what is no manifest is refused as a whole`() {
    let digest = String(repeating: "a", count: 64)
    func bundle(_ url: String, bytes: Int = 10, sha256: String? = nil) -> String {
      #"[{"arch":"x86_64","url":"\#(url)","bytes":\#(bytes),"sha256":"\#(sha256 ?? digest)"}]"#
    }
    let bad = [
      "", "{}", Self.text(serial: 0), Self.text(version: "2"), Self.text(bundles: bundle("http://updates.example/a")),
      Self.text(bundles: bundle("ftp://updates.example/a")), Self.text(bundles: bundle("https://a.example/", bytes: 0)),
      Self.text(bundles: bundle("https://a.example/", bytes: UpdateManifest.largestBundle + 1)),
      Self.text(bundles: bundle("https://a.example/", sha256: "abc")),
    ]
    for text in bad { #expect(throws: Fault.self, "\(text)") { try UpdateManifest(text: text) } }
    for url in ["https://a.example/x", "file:///tmp/x", "http://127.0.0.1:8000/x"] {
      #expect((try? UpdateManifest(text: Self.text(bundles: bundle(url)))) != nil, "\(url)")
    }
  }

  @Test func `replayed, changed, older and future announcements are refused; the same one again is not`() throws {
    let current = try #require(ReleaseVersion("0.1.0"))
    var seen = UpdateManifest.Seen()
    let text = Self.text()
    let manifest = try UpdateManifest(text: text)
    try manifest.check(text: text, seen: seen, current: current, now: Self.now)
    (seen.serial, seen.text) = (5, text)
    try manifest.check(text: text, seen: seen, current: current, now: Self.now)
    for (serial, version, published) in [
      (4, "0.3.0", Self.now.rawValue), (5, "0.3.0", Self.now.rawValue), (6, "0.0.9", Self.now.rawValue),
      (6, "0.3.0", Self.now.rawValue + 3 * 86_400_000),
    ] {
      let other = Self.text(serial: serial, version: version, published: published)
      let found = try UpdateManifest(text: other)
      #expect(throws: Fault.self, "\(serial) \(version)") {
        try found.check(text: other, seen: seen, current: current, now: Self.now)
      }
    }
  }
}
