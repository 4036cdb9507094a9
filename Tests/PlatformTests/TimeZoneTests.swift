import Foundation
import Testing

@testable import Platform

@Suite struct TimeZoneTests {
  static let zones = [
    "Europe/Berlin", "Europe/London", "Europe/Dublin", "America/New_York", "America/Los_Angeles", "America/Sao_Paulo",
    "America/St_Johns",
    "America/Nuuk", "Africa/Casablanca", "Africa/Cairo", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Tehran", "Asia/Gaza", "Asia/Tokyo",
    "Australia/Lord_Howe", "Australia/Adelaide", "Pacific/Chatham", "Pacific/Apia", "Antarctica/Troll", "Asia/Jerusalem", "UTC",
  ]

  @Test func `offsets are those of Python's zoneinfo, 2020 to 2090, at 400 moments a zone`() async throws {
    let script = """
      import sys, zoneinfo, datetime
      zoneinfo.reset_tzpath(to=["/usr/share/zoneinfo"])
      for name in sys.argv[1:]:
        zone = zoneinfo.ZoneInfo(name)
        steps = [1577836800 + i * 1262304 for i in range(375)] + [2524608000 + i * 50000003 for i in range(25)]
        for t in steps:
          d = datetime.datetime.fromtimestamp(t, zone)
          print(name, t, int(d.utcoffset().total_seconds()), d.tzname())
      """
    let command = ChildCommand("/usr/bin/env", ["python3", "-c", script] + Self.zones, environment: ThisProcess.environment)
    let outcome = try await OwnThread.run { try ChildProcess.run(command, seconds: 600, outputLimit: 8 << 20) }
    try #require(outcome.ending == .exited(0))
    let zones = TimeZones(folders: ["/usr/share/zoneinfo"])
    var (checked, wrong) = (0, [String]())
    for line in String(decoding: outcome.output, as: UTF8.self).split(separator: "\n") {
      let fields = line.split(separator: " ").map(String.init)
      guard let zone = zones.zone(fields[0]), let moment = Int64(fields[1]), let offset = Int(fields[2]) else {
        wrong.append(String(line))
        continue
      }
      if zone.offset(at: moment) != offset || zone.name(at: moment) != fields[3] {
        wrong.append("\(line) \(zone.offset(at: moment))")
      }
      checked += 1
    }
    #expect(wrong == [] && checked == Self.zones.count * 400)
  }

  @Test func `the newer of the system's zones and our own wins`() throws {
    let rows: [(system: String?, own: String?, expected: Int?)] = [
      ("# version 2025b\n# x", "# version 2026a\n", 7200), ("# version 2026b\n", "# version 2026a\n", 3600),
      ("# version 2026a\n", "# version 2026a\n", 3600), (nil, "# version 2026a\n", 7200), ("# version 2026a\n", nil, 3600),
      ("what?", "# version 2026a\n", 7200), (nil, nil, 3600),
    ]
    let files = ["system": FixedZone(offset: 3600), "own": FixedZone(offset: 7200)]
    for row in rows {
      let place = try Place()
      for (name, version) in [("system", row.system), ("own", row.own)] {
        let folder = place.path + "/" + name
        try FileManager.default.createDirectory(atPath: folder + "/Test", withIntermediateDirectories: true)
        if let version { try version.write(toFile: folder + "/tzdata.zi", atomically: true, encoding: .utf8) }
        try #require(files[name]).zone.write(to: URL(fileURLWithPath: folder + "/Test/Zone"))
      }
      let zones = TimeZones(environment: [:], own: place.path + "/own", system: [place.path + "/none", place.path + "/system"])
      #expect(zones.zone("Test/Zone")?.offset(at: 0) == row.expected, "\(row)")
    }
  }

  /// A zone file of version 1 with one fixed offset.
  private struct FixedZone {
    let zone: Data
    init(offset: Int) {
      var data = Data("TZif".utf8) + Data(repeating: 0, count: 16)
      for count in [0, 0, 0, 0, 1, 4] { data += withUnsafeBytes(of: UInt32(count).bigEndian) { Data($0) } }
      data += withUnsafeBytes(of: Int32(offset).bigEndian) { Data($0) } + Data([0, 0]) + Data("XXX\0".utf8)
      zone = data
    }
  }

  @Test func `rules of POSIX`() {
    let rows: [(String, Int64, Int?)] = [
      ("CET-1CEST,M3.5.0,M10.5.0/3", 1_774_745_999, 3600),  // 2026-03-29T00:59:59Z
      ("CET-1CEST,M3.5.0,M10.5.0/3", 1_774_746_000, 7200),
      ("<-03>3", 0, -10_800), ("<+0330>-3:30", 0, 12_600),
      ("EST5EDT,M3.2.0,M11.1.0", 1_782_864_000, -14_400), ("AEST-10AEDT,M10.1.0,M4.1.0/3", 1_767_225_600, 39_600),
      ("IST-2IDT,M3.4.4/26,M10.5.0", 1_782_864_000, 10_800), ("EST5EDT,0/0,J365/25", 1_782_864_000, -14_400),
      ("", 0, nil), ("XX1", 0, nil), ("CET-1CEST", 0, nil), ("CET-1CEST,M13.1.0,M10.5.0", 0, nil), ("CET-200", 0, nil),
      ("CET-1CEST,M3.5.0", 0, nil), ("<>3", 0, nil), ("CET", 0, nil),
    ]
    for (text, moment, offset) in rows { #expect(PosixZone(text)?.kind(at: moment).offset == offset, "\(text)") }
    for moment in [Int64.min, -1 << 60, 1 << 60, Int64.max] {
      #expect(PosixZone("CET-1CEST,M3.5.0,M10.5.0/3")?.kind(at: moment) != nil)
    }
  }

  @Test func `a cut or changed file never traps`() throws {
    let bytes = try Files.read("/usr/share/zoneinfo/Europe/Berlin")
    for length in stride(from: 0, to: bytes.count, by: 7) {
      _ = TimeZoneFile(Array(bytes.prefix(length)))?.offset(at: 1_700_000_000)
    }
    for index in bytes.indices {
      var changed = bytes
      changed[index] ^= 0xFF
      _ = TimeZoneFile(changed)?.offset(at: 4_000_000_000)
    }
    #expect(TimeZoneFile(bytes)?.offset(at: -5_000_000_000) == 3208)
    #expect(TimeZoneFile(Array("TZif".utf8)) == nil)
  }

  @Test func `names are listed, and none leaves the folder`() {
    let zones = TimeZones(environment: [:])
    let names = zones.names()
    #expect(names.contains("America/Argentina/Ushuaia") && names.contains("UTC") && !names.contains { $0.hasPrefix("posix") })
    #expect(names.allSatisfy { zones.zone($0) != nil })
    for name in ["../../../etc/passwd", "/etc/passwd", "", "Europe//Berlin", "Europe/../UTC", "Mars/Base"] {
      #expect(zones.zone(name) == nil, "\(name)")
    }
    #expect(TimeZones(folders: []).zone("UTC")?.offset(at: 0) == 0)
    #expect(zones.localName(environment: ["TZ": ":Asia/Tokyo"]) == "Asia/Tokyo")
  }
}
