import Outreach

/// Tells what a folder is for: by its special-use attribute (RFC 6154), else by what mail programs of many languages call it.
enum FolderRoles {
  private static let attributes: [String: MailFolder.Role] = [
    "\\sent": .sent, "\\drafts": .drafts, "\\junk": .junk, "\\trash": .trash, "\\archive": .archive, "\\all": .all,
    // Gmail's names from before RFC 6154.
    "\\spam": .junk, "\\allmail": .all,
  ]

  private static let names: [MailFolder.Role: [String]] = [
    .sent: [
      "sent", "sent items", "sent messages", "sent mail", "sent-mail", "gesendet", "gesendete objekte", "gesendete elemente",
      "gesendete nachrichten", "envoyés", "envoyé", "éléments envoyés", "messages envoyés", "courrier envoyé",
      "enviados", "elementos enviados", "enviadas", "itens enviados", "mensagens enviadas", "correo enviado", "inviata",
      "posta inviata", "inviati", "verzonden", "verzonden items", "verzonden berichten", "skickat", "skickade objekt", "sendt",
      "sendte elementer", "sendt post", "lähetetyt", "wysłane", "elementy wysłane", "odeslané", "odeslaná pošta", "odoslané",
      "elküldött", "elküldött elemek", "trimise", "elemente trimise", "отправленные", "отправлено", "надіслані", "изпратени",
      "gönderilmiş öğeler", "gönderilenler", "απεσταλμένα", "送信済み", "送信済みアイテム", "已发送", "已傳送", "寄件備份", "보낸편지함",
    ],
    .drafts: [
      "drafts", "draft", "entwürfe", "entwurf", "brouillons", "borradores", "rascunhos", "bozze", "concepten", "utkast", "kladder",
      "luonnokset", "kopie robocze", "szkice", "koncepty", "rozepsané", "piszkozatok", "schițe", "ciorne", "черновики", "чернетки",
      "чернови", "taslaklar", "πρόχειρα", "下書き", "草稿", "草稿箱", "임시보관함",
    ],
    .junk: [
      "junk", "junk e-mail", "junk email", "junk mail", "spam", "bulk", "bulk mail", "spamverdacht", "unerwünscht", "werbung",
      "indésirables", "courrier indésirable", "pourriel", "correo no deseado", "lixo eletrônico", "lixo electrónico",
      "posta indesiderata", "ongewenst", "ongewenste e-mail", "skräppost", "søppelpost", "uønsket e-mail", "uønsket e-post",
      "roskaposti", "wiadomości-śmieci", "nevyžádaná pošta", "levélszemét", "спам", "нежелательная почта", "önemsiz",
      "gereksiz e-posta", "ανεπιθύμητα", "迷惑メール", "垃圾邮件", "垃圾郵件", "스팸메일함",
    ],
    .trash: [
      "trash", "deleted", "deleted items", "deleted messages", "bin", "papierkorb", "gelöscht", "gelöschte objekte",
      "gelöschte elemente", "corbeille", "éléments supprimés", "papelera", "elementos eliminados", "lixeira", "cestino",
      "posta eliminata", "prullenbak", "verwijderde items", "papperskorgen", "papirkurv", "roskakori", "kosz", "koš", "lomtár",
      "корзина", "удаленные", "кошик", "çöp kutusu", "κάδος", "ゴミ箱", "已删除", "휴지통",
    ],
    .archive: [
      "archive", "archives", "archiv", "archivio", "archivo", "arquivo", "archief", "arkiv", "arkisto", "archiwum", "архив",
      "архів", "arşiv", "アーカイブ", "归档", "封存", "보관함",
    ],
    .all: [
      "all mail", "alle nachrichten", "tous les messages", "todos", "todos os e-mails", "tutti i messaggi", "alle e-mails",
      "вся почта", "すべてのメール", "所有邮件",
    ],
  ]

  /// A folder as LIST told it.
  struct Listed {
    var name: String
    var attributes: [String]
    var delimiter: String?
  }

  /// The folders that can be opened, each with its role. A role that the server assigns is never guessed besides.
  static func folders(_ listed: [Listed]) -> [MailFolder] {
    let openable = listed.filter { folder in
      !folder.attributes.contains { ["\\noselect", "\\nonexistent"].contains($0.lowercased()) }
    }
    var folders = openable.map { MailFolder(name: $0.name, role: assigned($0) ?? .other) }
    var taken = Set(folders.map(\.role))
    for (index, folder) in openable.enumerated() where folders[index].role == .other {
      guard let role = guessed(folder), !taken.contains(role) else { continue }
      folders[index].role = role
      taken.insert(role)
    }
    return folders
  }

  private static func assigned(_ folder: Listed) -> MailFolder.Role? {
    if folder.name.uppercased() == "INBOX" { return .inbox }
    return folder.attributes.compactMap { attributes[$0.lowercased()] }.first
  }

  /// By name, at the top or one level below INBOX or a provider's own folder such as [Gmail].
  private static func guessed(_ folder: Listed) -> MailFolder.Role? {
    let readable = ModifiedUTF7.decode(folder.name) ?? folder.name
    let parts = folder.delimiter.flatMap(\.first).map { readable.split(separator: $0).map(String.init) } ?? [readable]
    guard let last = parts.last, parts.count == 1 || parts.count == 2 && isProviderFolder(parts[0]) else { return nil }
    let name = last.lowercased()
    return names.first { $0.value.contains(name) }?.key
  }

  private static func isProviderFolder(_ name: String) -> Bool { name.uppercased() == "INBOX" || name.hasPrefix("[") }
}
