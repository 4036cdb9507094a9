import Glibc

/// Which files may go with a mail: by the name's ending and by what the bytes really are. Whatever runs, or could, is refused, since
/// mail servers refuse it too and a recipient should never be asked to trust it.
public enum AttachmentRules {
  /// Characters of a name.
  static let longestName = 120

  /// How the bytes of a kind begin, or what they are.
  private enum Content {
    case starts([[UInt8]])
    /// RIFF with a form type, such as WebP.
    case riff(String)
    /// An Open XML or OpenDocument file: a ZIP archive that names such a part.
    case archive(String)
    /// UTF-8 or another text without NUL; where named, it begins with these letters.
    case text(String)
  }

  private static let pictures: [String: (type: String, content: Content)] = [
    "png": ("image/png", .starts([[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]])),
    "jpg": ("image/jpeg", .starts([[0xFF, 0xD8, 0xFF]])), "jpeg": ("image/jpeg", .starts([[0xFF, 0xD8, 0xFF]])),
    "gif": ("image/gif", .starts([Array("GIF87a".utf8), Array("GIF89a".utf8)])), "webp": ("image/webp", .riff("WEBP")),
  ]
  /// Types as registered with IANA, read in 2026.
  private static let documents: [String: (type: String, content: Content)] = [
    "pdf": ("application/pdf", .starts([Array("%PDF-".utf8)])),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", .archive("word/")),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", .archive("xl/")),
    "pptx": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", .archive("ppt/")),
    "odt": ("application/vnd.oasis.opendocument.text", .archive("mimetypeapplication/vnd.oasis.opendocument.text")),
    "ods": ("application/vnd.oasis.opendocument.spreadsheet", .archive("mimetypeapplication/vnd.oasis.opendocument.spreadsheet")),
    "odp": ("application/vnd.oasis.opendocument.presentation", .archive("mimetypeapplication/vnd.oasis.opendocument.presentation")),
    "txt": ("text/plain", .text("")), "csv": ("text/csv", .text("")), "ics": ("text/calendar", .text("BEGIN:VCALENDAR")),
    "vcf": ("text/vcard", .text("BEGIN:VCARD")),
  ]
  private static let kinds = pictures.merging(documents) { first, _ in first }
  /// Endings of programs and scripts. Source: what Gmail and Outlook block (support.google.com/mail/answer/6590, read in 2026).
  private static let programs: Set<String> = [
    "exe", "com", "bat", "cmd", "scr", "pif", "msi", "msp", "msix", "appx", "dll", "cpl", "sys", "ps1", "psm1", "vbs", "vbe", "js",
    "jse", "mjs", "ws", "wsf", "wsh", "hta", "jar", "class", "sh", "bash", "py", "pl", "rb", "php", "app", "dmg", "pkg", "deb",
    "rpm",
    "apk", "appimage", "run", "desktop", "lnk", "url", "reg", "inf", "chm", "iso", "img", "vhd", "html", "htm", "xhtml", "svg",
    "mht",
    "docm", "xlsm", "pptm", "dotm", "xltm", "xlam", "ppam", "xll", "one", "swf", "gadget", "ade", "adp",
  ]
  /// Endings whose content nobody sees before it is opened.
  private static let closed: Set<String> = ["zip", "rar", "7z", "gz", "tgz", "bz2", "xz", "tar", "cab", "ace", "arj"]
  /// Office files of before 2007: whether they hold macros can't be told without running through them.
  private static let old: Set<String> = ["doc", "xls", "ppt", "dot", "xlt", "pot", "rtf"]

  /// What may go with a mail, in words.
  public static let accepted =
    "PDF, pictures (PNG, JPEG, GIF, WebP), Office and OpenDocument files, text, CSV, calendar and contact files"

  /// The type of a file by its name's ending; nil for one that may not be sent.
  public static func type(named name: String) -> String? { kinds[ending(of: name)]?.type }

  /// A name as recipients see it: no path, no control or hidden characters, nothing that Windows refuses.
  /// - Throws: `.badInput` where none is left, or it is too long.
  public static func name(_ text: String) throws(Fault) -> String {
    let last = text.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
    var name = String.UnicodeScalarView()
    for scalar in last.unicodeScalars where !isHidden(scalar) {
      name.append("<>:\"|?*".unicodeScalars.contains(scalar) ? "_" : scalar)
    }
    var bare = Substring(String(name))
    while let first = bare.first, first == "." || first.isWhitespace { bare = bare.dropFirst() }
    while let last = bare.last, last == "." || last.isWhitespace { bare = bare.dropLast() }
    guard !bare.isEmpty else { throw bad("The file has no name.", "has no name") }
    guard bare.count <= longestName else {
      throw bad("The file's name is longer than \(longestName) characters; shorten it.", "has too long a name")
    }
    return String(bare)
  }

  /// The name and type of a file that may go with a mail.
  /// - Throws: `.badInput` with the reason for one that may not; `.tooLarge` above 5 MB.
  public static func check(name text: String, bytes: [UInt8]) throws(Fault) -> (name: String, type: String) {
    let name = try name(text)
    guard !bytes.isEmpty else { throw bad("“\(name)” is empty.", "is empty") }
    guard bytes.count <= AttachedFile.mostBytes else {
      throw Fault(.tooLarge, "“\(name)” is larger than 5 MB.", fields: [.init("attachments", "is over 5 MB")])
    }
    let ending = ending(of: name)
    let inner = name.split(separator: ".").dropFirst().dropLast().map { $0.lowercased() }
    if programs.contains(ending) || inner.contains(where: programs.contains) || isProgram(bytes) {
      throw bad(
        "“\(name)” is or looks like a program, script or web page. Mail servers refuse those, and so does this one.", "is a program"
      )
    }
    if closed.contains(ending) {
      throw bad("“\(name)” is an archive. Many mail servers refuse those unseen; attach what is in it, as PDF.", "is an archive")
    }
    if old.contains(ending) {
      throw bad("“\(name)” has an old format that may hold macros. Save it as PDF or in the newer format.", "has an old format")
    }
    guard let kind = kinds[ending] else { throw bad("“\(name)” can't be sent. Possible are: \(accepted).", "has no known ending") }
    guard matches(bytes, kind.content) else {
      throw bad("What is in “\(name)” is not what its ending “.\(ending)” says.", "is not what its ending says")
    }
    if let reason = running(bytes, ending) { throw bad("“\(name)” \(reason) Save it without, and attach that.", "holds a script") }
    return (name, kind.type)
  }

  private static func bad(_ detail: String, _ field: String) -> Fault {
    Fault(.badInput, detail, fields: [.init("attachments", field)])
  }

  private static func ending(of name: String) -> String {
    guard let dot = name.lastIndex(of: ".") else { return "" }
    return name[name.index(after: dot)...].lowercased()
  }

  /// Control characters, and those that turn or hide letters so that a name shows another ending than it has (Unicode UAX #9).
  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: true
    default: scalar.value == 0xFFFD
    }
  }

  /// Windows, Linux and Apple programs, and scripts, by how they begin.
  private static func isProgram(_ bytes: [UInt8]) -> Bool {
    let marks: [[UInt8]] = [
      [0x4D, 0x5A], [0x7F, 0x45, 0x4C, 0x46], [0xFE, 0xED, 0xFA, 0xCE], [0xFE, 0xED, 0xFA, 0xCF], [0xCE, 0xFA, 0xED, 0xFE],
      [0xCF, 0xFA, 0xED, 0xFE], [0xCA, 0xFE, 0xBA, 0xBE], [0x23, 0x21],
    ]
    return marks.contains { bytes.starts(with: $0) }
  }

  private static func matches(_ bytes: [UInt8], _ content: Content) -> Bool {
    switch content {
    case .starts(let heads): return heads.contains { bytes.starts(with: $0) }
    case .riff(let form): return bytes.starts(with: Array("RIFF".utf8)) && bytes.dropFirst(8).starts(with: Array(form.utf8))
    case .archive(let part):
      return bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) && holds(bytes, part)
    case .text(let head):
      let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
      return !bytes.contains(0) && String(decoding: bytes[start...].prefix(head.utf8.count), as: UTF8.self).uppercased() == head
    }
  }

  /// What in a document runs when it is opened; nil for nothing that was seen.
  private static func running(_ bytes: [UInt8], _ ending: String) -> String? {
    func has(_ mark: String) -> Bool { holds(bytes, mark) }
    if ending == "pdf", has("/JavaScript") || has("/Launch") { return "holds a script that runs when it is opened." }
    if bytes.starts(with: [0x50, 0x4B]), has("vbaProject.bin") || has("Basic/Standard/") { return "holds macros." }
    return nil
  }

  /// Whether letters stand anywhere in these bytes: five million are looked through in a few milliseconds.
  private static func holds(_ bytes: [UInt8], _ text: String) -> Bool {
    let mark = Array(text.utf8)
    return bytes.withUnsafeBytes { all in
      guard let start = all.baseAddress, let first = mark.first else { return false }
      var at = 0
      while at + mark.count <= all.count {
        guard let found = memchr(start + at, Int32(first), all.count - mark.count + 1 - at) else { return false }
        if memcmp(found, mark, mark.count) == 0 { return true }
        at = start.distance(to: UnsafeRawPointer(found)) + 1
      }
      return false
    }
  }
}
