import API
import Engine
import Foundation
import Outreach
import Platform
import Testing

@testable import ColdOutreach

/// What each fault of a computer is said to be; faults that can be made for real are in Tests/EndToEnd/test_doctor.py.
@Suite struct HealthTests {
  @Test func `a clock that went back is told from one that goes on`() {
    let last = Timestamp(rawValue: 1_800_000_000_000)
    for (now, ok) in [(0, true), (-86_399, true), (-86_400, true), (-86_401, false), (1_000_000, true)] {
      #expect(Health.clock(now: last.adding(seconds: now), last: last).ok == ok, "\(now) s")
    }
    #expect(Health.clock(now: last, last: nil).ok == true)
    #expect(Health.clock(now: last.adding(seconds: -90_000), last: last).advice?.contains("date and time") == true)
  }

  @Test func `a disk that is none for a database is told by the kernel's number`() {
    for (magic, kind, ok) in [
      (0xEF53, .usual, true), (0x9123_683E, .usual, true), (0x6969, .network, false), (0xFF53_4D42, .network, false),
      (0x4D44, .fat, false), (0x2011_BAB0, .fat, false), (0x0102_1994, .memory, false),
    ] as [(Int, FileSystem, Bool)] {
      let found = FileSystem(magic: magic)
      let check = Health.fileSystem(found)
      #expect(found == kind && check.ok == ok && (check.advice == nil) == ok, "\(String(magic, radix: 16))")
    }
    #expect(Health.fileSystem(nil).ok == nil)
  }

  @Test func `folders that others can read, or that can't be written, are named`() {
    #expect(Health.permissions(open: [], closed: []).ok == true)
    for (open, closed) in [(["/a/data"], []), ([], ["/a/data"]), (["/a/keys"], ["/a/data"])] as [([String], [String])] {
      let check = Health.permissions(open: open, closed: closed)
      #expect(check.ok == false && check.detail.contains((closed + open)[0]) && check.advice?.contains("chown") == true)
    }
  }

  @Test func `what a name server says is a fault only where a server is needed`() {
    for (answer, isNeeded, ok) in [
      (.unknown, true, false), (.unknown, false, nil), (.noSuchName, true, false), (.noSuchName, false, true), (.none, true, false),
      (.records([true]), true, true),
    ] as [(DNS.Answer<Bool>, Bool, Bool?)] {
      let check = Health.names("mail.shop.example", answer, isNeeded: isNeeded)
      #expect(check.ok == ok && (check.advice == nil) == (ok == true), "\(answer) \(isNeeded)")
    }
    #expect(Health.names("mail.shop.example", .noSuchName, isNeeded: true).detail.contains("mail.shop.example"))
    for (isThere, isNeeded, ok) in [(true, true, true), (false, true, false), (false, false, nil)] as [(Bool, Bool, Bool?)] {
      #expect(Health.wayOut(isThere, isNeeded: isNeeded).ok == ok)
    }
  }

  @Test func `the first step of a mail server that fails is what is said`() {
    let steps = [
      MailboxStep(service: "smtp", step: "dns", ok: true, detail: "Found.", advice: nil),
      MailboxStep(service: "smtp", step: "connect", ok: false, detail: "Nothing listens there.", advice: "Check the port."),
    ]
    let bad = Health.server(.sending, "mail.shop.example:587", steps)
    #expect(bad.ok == false && bad.detail.contains("587: Nothing listens") && bad.advice == "Check the port.")
    #expect(Health.server(.reading, "mail.shop.example:993", [steps[0]]).ok == true)
  }

  @Test func `a port that another program has is told, and one that is free is let go again`() throws {
    let (socket, port) = try Loopback.listen(port: 0)
    let taken = Health.port(Int(port), isServing: false)
    #expect(taken.ok == false && taken.detail.contains("\(port)") && taken.advice?.contains("PORT") == true)
    close(socket)
    for _ in 1...2 { #expect(Health.port(Int(port), isServing: false).ok == true) }
    #expect(Health.port(0, isServing: false).ok == true && Health.port(80, isServing: true).ok == true)
  }
}

/// Where the program may renew itself, and where it only tells of a newer version.
@Suite struct UpdatePlaceTests {
  /// An unpacked bundle.
  private static func bundle(_ root: String) throws -> InstalledBundle {
    try FileManager.default.createDirectory(atPath: root + "/share/web", withIntermediateDirectories: true)
    for name in ["AppRun", "ColdOutreachAgent"] { _ = FileManager.default.createFile(atPath: "\(root)/\(name)", contents: Data()) }
    return try #require(InstalledBundle(program: root + "/ColdOutreachAgent"))
  }

  private static func why(_ place: UpdatePlace) -> String? {
    if case .announces(let why) = place { return why }
    return nil
  }

  @Test func `only an unpacked folder of one's own, that no package manager keeps, renews itself`() throws {
    let place = try Place()
    let bundle = try Self.bundle(place.path + "/ColdOutreachAgent")
    let list = place.path + "/package.list"
    func found(_ bundle: InstalledBundle?, _ environment: [String: String] = [:], hasKey: Bool = true) -> UpdatePlace {
      InstalledBundle.place(of: bundle, environment: environment, hasKey: hasKey, packageList: list)
    }
    #expect(found(bundle) == .writable && found(bundle).canInstall)
    #expect(found(bundle, hasKey: false) == .noKey)
    #expect(Self.why(found(nil))?.contains("not started from an unpacked folder") == true)
    for (name, word) in [("SNAP", "snap"), ("FLATPAK_ID", "flatpak"), ("APPIMAGE", "appimage")] {
      #expect(Self.why(found(bundle, [name: "x"]))?.contains("by \(word).") == true, "\(name)")
    }
    // Another program's files in the list are no matter; ours are.
    for (line, isOurs) in [("/usr/bin/cold-outreach", false), (bundle.frontDoor + "2", false), (bundle.frontDoor, true)] {
      try "/.\n/usr\n\(line)\n".write(toFile: list, atomically: true, encoding: .utf8)
      #expect(found(bundle).canInstall != isOurs, "\(line)")
      #expect((Self.why(found(bundle))?.contains("package of your system") == true) == isOurs, "\(line)")
    }
  }

  @Test func `a program file outside of a bundle has none`() throws {
    let place = try Place()
    let root = place.path + "/app"
    #expect(InstalledBundle(program: nil) == nil && InstalledBundle(program: root + "/cold-outreach") == nil)
    #expect(InstalledBundle(program: root + "/ColdOutreachAgent") == nil, "no folder")
    let bundle = try Self.bundle(root)
    _ = try Self.bundle(root + "/versions/0.2.0")
    let inner = InstalledBundle(program: root + "/versions/0.2.0/ColdOutreachAgent")
    #expect(inner?.root == bundle.root && inner?.ownName == "0.2.0" && bundle.ownName == nil)
  }
}
