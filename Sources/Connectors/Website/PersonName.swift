import Text

/// Finds who is responsible for a site, where a page says so in so many words.
enum PersonName {
  private static let particles: Set<String> = [
    "von", "van", "de", "da", "dos", "del", "della", "zu", "zur", "di", "la", "den", "der", "du", "af", "el",
  ]
  private static let companyForms: Set<String> = [
    "gmbh", "ag", "kg", "ug", "ltd", "inc", "llc", "sarl", "srl", "sa", "bv", "ohg", "gbr", "ev", "lda", "sl", "spa", "ab", "as",
    "oy",
  ]
  /// What stands before the name, folded; the more telling first.
  private static let labels = [
    "inhaberin", "inhaber", "geschaftsfuhrerin", "geschaftsfuhrer", "geschaftsfuhrung", "vertreten durch", "vertretungsberechtigt",
    "verantwortlich",
    "owner", "founder", "managing director", "proprietor", "directeur de la publication", "directrice de la publication", "gerant",
    "gerante",
    "titular", "propietario", "propietaria", "responsable", "proprietario", "proprietaria", "responsavel", "titolare", "eigenaar",
    "wlasciciel",
    "dueno", "duena", "socio gerente", "ihre ansprechpartnerin", "ihr ansprechpartner", "ansprechpartner",
  ]
  private static let titles: Set<String> = [
    "dr", "prof", "dipl", "ing", "mr", "mrs", "ms", "herr", "frau", "med", "dent", "mag", "ra", "mme", "sr", "sra",
  ]
  private static let noNames: Set<String> = [
    "und", "and", "for", "der", "die", "das", "the", "impressum", "kontakt",
    "telefon", "tel", "phone", "email", "mail", "adresse", "address", "strasse", "str", "verwaltung", "gemass", "nach", "inhalt",
    "content", "datenschutz",
  ]

  /// The name behind the first label that has one.
  /// - Parameter lines: of a page, none blank.
  static func responsible(in lines: [String]) -> String? {
    for (number, line) in lines.enumerated() where line.utf8.count <= 200 {
      let folded = Folding.text(line)
      let bare = folded.hasPrefix("die ") || folded.hasPrefix("der ") ? folded.dropFirst(4) : folded[...]
      guard let label = labels.first(where: { folded.hasPrefix($0) || bare.hasPrefix($0) }) else { continue }
      // Behind the colon, else the next line: imprints are set in both ways.
      let rest = line.firstIndex(of: ":").map { String(line[line.index(after: $0)...]) } ?? String(line.dropFirst(label.count))
      for candidate in [rest] + (number + 1 < lines.count ? [lines[number + 1]] : []) {
        if let name = name(at: candidate) { return name }
      }
    }
    return nil
  }

  /// Whether text is a person's name: two to four capitalised words, none of them of a company.
  static func isPlausible(_ text: String) -> Bool { name(at: text) == SitePage.line(text) }

  /// The name at the start of a text.
  private static func name(at text: String) -> String? {
    var words: [String] = []
    for word in text.split(whereSeparator: { $0 == " " || $0 == "\u{A0}" }).prefix(7) {
      // A full stop ends the name, but not behind an initial.
      let isStopped = word.hasSuffix(".") && word.count > 3 && !titles.contains(Folding.text(word.dropLast()))
      let isLast = word.hasSuffix(",") || word.hasSuffix(";") || word.hasSuffix(")") || isStopped
      let bare = (isStopped ? word.dropLast() : word[...]).filter { !",;:()".contains($0) }
      let plain = Folding.text(bare.filter { $0 != "." })
      if titles.contains(plain), words.isEmpty { continue }
      if companyForms.contains(plain) { return nil }
      let isParticle = !words.isEmpty && bare == bare.lowercased() && particles.contains(plain)
      guard isParticle || (bare.first?.isUppercase == true && !noNames.contains(plain)), isWord(bare) else { break }
      words.append(bare)
      if isLast { break }
    }
    while let last = words.last, last.first?.isUppercase != true { words.removeLast() }
    let isName = (2...6).contains(words.count) && words.filter { $0.first?.isUppercase == true && $0.count > 1 }.count >= 2
    return isName ? words.joined(separator: " ") : nil
  }

  private static func isWord(_ text: String) -> Bool {
    text.count <= 30 && text.allSatisfy { $0.isLetter || $0 == "-" || $0 == "'" || $0 == "." || $0 == "’" }
  }
}
