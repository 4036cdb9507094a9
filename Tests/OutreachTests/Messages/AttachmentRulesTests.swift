import Outreach
import Testing

@Suite struct AttachmentRulesTests {
  private static let pdf = Array("%PDF-1.7\n1 0 obj\n".utf8)
  private static func zip(_ names: String...) -> [UInt8] {
    [0x50, 0x4B, 3, 4, 20, 0] + Array(names.joined(separator: "\u{0}").utf8)
  }

  @Test func `files that people send are taken, with the type that their content proves`() throws {
    let rows: [(name: String, bytes: [UInt8], type: String)] = [
      ("Offer.PDF", Self.pdf, "application/pdf"), ("a.png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0], "image/png"),
      ("a.jpeg", [0xFF, 0xD8, 0xFF, 0xE0], "image/jpeg"), ("a.gif", Array("GIF89a;".utf8), "image/gif"),
      ("a.webp", Array("RIFF1234WEBPVP8 ".utf8), "image/webp"), ("prices.csv", Array("a;b\n1;2\n".utf8), "text/csv"),
      ("notes.txt", [0xEF, 0xBB, 0xBF] + Array("Grüße".utf8), "text/plain"),
      ("date.ics", Array("BEGIN:VCALENDAR\r\n".utf8), "text/calendar"), ("me.vcf", Array("begin:vcard\r\n".utf8), "text/vcard"),
      (
        "a.docx", Self.zip("[Content_Types].xml", "word/document.xml"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
      ),
      ("a.odt", Self.zip("mimetypeapplication/vnd.oasis.opendocument.text"), "application/vnd.oasis.opendocument.text"),
    ]
    for row in rows {
      let found = try AttachmentRules.check(name: row.name, bytes: row.bytes)
      #expect(found.type == row.type && found.name == row.name && AttachmentRules.type(named: row.name) == row.type, "\(row.name)")
    }
  }

  @Test func `what runs, hides what it is or is not what it says is refused, with the reason`() {
    let rows: [(name: String, bytes: [UInt8], word: String)] = [
      ("setup.exe", [1], "program"), ("run.sh", Array("echo".utf8), "program"), ("page.html", Array("<p>".utf8), "program"),
      ("a.svg", Array("<svg/>".utf8), "program"), ("invoice.exe.pdf", Self.pdf, "program"),
      ("a.docm", Self.zip("word/"), "program"),
      ("offer.pdf", [0x4D, 0x5A, 0x90, 0], "program"), ("offer.pdf", [0x7F, 0x45, 0x4C, 0x46], "program"),
      ("notes.txt", Array("#!/bin/sh\n".utf8), "program"), ("all.zip", Self.zip("a.pdf"), "archive"),
      ("old.doc", [0xD0, 0xCF, 0x11, 0xE0], "old format"), ("a.xyz", [1], "Possible are"), ("README", [1], "Possible are"),
      ("offer.pdf", Array("hello".utf8), "ending"), ("a.xlsx", Self.zip("word/document.xml"), "ending"),
      ("a.txt", [65, 0, 66], "ending"), ("a.ics", Array("BEGIN:VCARD".utf8), "ending"), ("empty.pdf", [], "empty"),
      ("a.docx", Self.zip("word/document.xml", "word/vbaProject.bin"), "macros"),
      ("a.pdf", Self.pdf + Array("/OpenAction << /S /JavaScript /JS (app.alert(1)) >>".utf8), "script"),
      ("a.pdf", Self.pdf + [UInt8](repeating: 0, count: AttachedFile.mostBytes), "5 MB"),
    ]
    for row in rows {
      do throws(Fault) {
        _ = try AttachmentRules.check(name: row.name, bytes: row.bytes)
        Issue.record("\(row.name) was taken")
      } catch {
        #expect(error.detail.contains(row.word) && error.fields.first?.name == "attachments", "\(row.name): \(error.detail)")
      }
    }
  }

  @Test func `a name loses its path and whatever would deceive or break out`() throws {
    let rows = [
      ("../../etc/offer.pdf", "offer.pdf"), ("C:\\Users\\me\\Angebot Müller.pdf", "Angebot Müller.pdf"),
      ("a\r\nBcc: x.pdf", "aBcc_ x.pdf"),
      ("a\u{0}b.pdf", "ab.pdf"), ("invoice\u{202E}fdp.exe.pdf", "invoicefdp.exe.pdf"), ("\u{200F}a\u{2066}b.pdf", "ab.pdf"),
      ("...hidden.pdf", "hidden.pdf"), ("  a.pdf .", "a.pdf"), ("a<b>\"c\"|d?.pdf", "a_b__c__d_.pdf"), ("見積書.pdf", "見積書.pdf"),
    ]
    for (given, expected) in rows { #expect(try AttachmentRules.name(given) == expected, "\(given)") }
    for bad in ["", "/", "..", " . ", "\u{202E}", String(repeating: "a", count: 121)] {
      #expect(throws: Fault.self) { try AttachmentRules.name(bad) }
    }
  }

  @Test func `ten files and 5 MB are a mail's most`() {
    func file(_ size: Int) -> AttachedFile {
      AttachedFile(id: AttachedFile.ID(at: 0), name: "a.pdf", type: "application/pdf", size: size, hash: "h")
    }
    let rows: [([AttachedFile], Bool)] = [
      ([], true), (Array(repeating: file(1), count: 10), true), (Array(repeating: file(1), count: 11), false),
      ([file(AttachedFile.mostBytes)], true), ([file(AttachedFile.mostBytes), file(1)], false),
    ]
    for (files, fits) in rows {
      do throws(Fault) {
        try files.check()
        #expect(fits)
      } catch { #expect(!fits && error.code == .tooLarge) }
    }
    let one = file(7)
    #expect(AttachedFile(line: one.line) == one && AttachedFile(line: "") == nil)
  }
}
