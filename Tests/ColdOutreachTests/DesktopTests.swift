import Foundation
import Outreach
import Platform
import Testing

@testable import ColdOutreach

@Suite struct DesktopTests {
  private static let template = "[Desktop Entry]\nName=X\nExec=cold-outreach\n\n[Desktop Action quit]\nExec=cold-outreach stop\n"

  @Test func `a menu entry names the program where it lies, whatever its folder is called`() throws {
    let rows: [(program: String, home: String?, exec: String)] = [
      ("/opt/a b/run", nil, #"Exec="/opt/a b/run""#),
      ("/opt/run", "/media/stick", #"Exec="/opt/run" --home "/media/stick""#),
      (#"/o"p`t$/100%\x"#, nil, ##"Exec="/o\\"p\\`t\\$/100%%\\\\x""##),
    ]
    for row in rows {
      let text = try DesktopEntry(template: Self.template, program: row.program, home: row.home).text
      let lines = text.split(separator: "\n").map(String.init)
      #expect(lines[2] == row.exec, "\(row.program)")
      #expect(lines[4] == row.exec.replacingOccurrences(of: " --home", with: " stop --home") || lines[4] == row.exec + " stop")
    }
    #expect(throws: Fault.self) { try DesktopEntry(template: Self.template, program: "/opt/a\nb", home: nil) }
  }

  @Test func `install writes into the person's own folders, uninstall takes exactly that away`() throws {
    let place = try Place()
    let environment = ["HOME": place.path, "PATH": "/nowhere"]
    let resources = place.path + "/share"
    for (path, text) in [
      ("desktop/cold-outreach-agent.desktop", Self.template), ("desktop/cold-outreach-agent.svg", "<svg/>"),
      ("icons/hicolor/48x48/apps/cold-outreach-agent.png", "png"),
    ] {
      try Files.makeFolders(Files.parent(of: "\(resources)/\(path)"))
      try Files.replace("\(resources)/\(path)", with: Array(text.utf8))
    }
    let other = place.path + "/.local/share/icons/hicolor/48x48/apps/other.png"
    try Files.makeFolders(Files.parent(of: other))
    try Files.replace(other, with: [1])
    let desktop = try DesktopInstall(environment: environment, resources: resources)
    let written = try desktop.install(program: "/opt/run", home: nil, autostart: true)
    #expect(written.count == 4 && written.allSatisfy { $0.hasPrefix(place.path) && Files.exists($0) })
    #expect(try Files.text(desktop.autostartFile).contains(#"Exec="/opt/run" serve --no-browser"#))
    #expect(try desktop.install(program: "/opt/run", home: nil, autostart: false).count == 3)
    #expect(!Files.exists(desktop.autostartFile))
    #expect(Set(try desktop.uninstall()) == Set(written.filter { $0 != desktop.autostartFile }))
    #expect(Files.exists(other) && !written.contains(where: Files.exists))
    #expect(try desktop.uninstall() == [])
  }

  @Test func `the example of the settings can be read in, as it is and with each line taken out of its comment`() throws {
    let text = SettingsExample.text
    #expect(SettingsFile(text).troubles.isEmpty && SettingsFile(text).entries.isEmpty)
    let open = text.split(separator: "\n").map { line in
      line.hasPrefix("#") && line.dropFirst().first?.isUppercase == true && line.contains("=")
        ? String(line.dropFirst()) : String(line)
    }
    let file = SettingsFile(open.joined(separator: "\n"))
    let names = file.entries.map(\.name)
    #expect(file.troubles.isEmpty)
    #expect(names == names.filter { name in SettingsCatalogue.all.contains { $0.name == name } })
    #expect(Set(names) == Set(SettingsCatalogue.all.filter(\.isUsed).map(\.name)))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 130 || !$0.hasPrefix("# ") })
  }
}

@Suite struct CrashReportTests {
  private static func folders(_ place: Place) throws -> (Folders, String) {
    let folders = Folders(home: place.path + "/home")
    let crashes = folders.state + "/crashes"
    try Files.makePrivateFolder(crashes)
    return (folders, crashes)
  }

  @Test func `the newest reports are told, older ones removed, and what is no report is left alone`() throws {
    let place = try Place()
    let (folders, crashes) = try Self.folders(place)
    for index in 0..<7 { try Files.replace("\(crashes)/180000000\(index).txt", with: Array("report \(index)".utf8)) }
    for name in ["notes.txt", "1800000009", "../x"] where !name.contains("/") {
      try Files.replace("\(crashes)/\(name)", with: [65])
    }
    let reports = CrashReports(folders)
    #expect(reports.all().map(\.text) == (2..<7).reversed().map { "report \($0)" })
    #expect(reports.all().first?.at == 1_800_000_006_000)
    #expect(try Files.names(in: crashes).count == 7)
    try reports.forget("1800000006")
    #expect(reports.all().count == 4)
    for id in ["1800000006", "notes", "../../state/token", ""] { #expect(throws: Fault.self, "\(id)") { try reports.forget(id) } }
  }

  @Test func `its head names version and system, and fits`() {
    let head = CrashReports.head(Timestamp(rawValue: 0))
    #expect(head.contains("Version: \(Version.current)\n") && head.contains("Linux ") && head.utf8.count < 1000)
  }
}
