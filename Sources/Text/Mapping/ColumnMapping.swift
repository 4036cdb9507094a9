import Finding

/// Guesses what the columns of an imported file mean, from headers in many languages and from the content.
public enum ColumnMapping {
  /// Records of the sample that are looked at.
  static let sampledRecords = 200

  /// One guess a column, in order. A field is given once, to the column that says it best; the others become custom fields.
  /// - Parameter samples: some of the records that follow the header; may be empty.
  public static func guess(headers: [String], samples: [[String]]) -> [ColumnGuess] {
    let titles = unique(headers)
    let folded = headers.map { HeaderName.folded($0) }
    let names = NameColumns(headers: folded)
    var claims = headers.indices.map { column in
      Claim.of(
        header: folded[column], inner: HeaderName.inner(headers[column]),
        content: ColumnContent(column: column, records: samples.prefix(sampledRecords)), names: names)
    }
    settle(&claims)
    nameTheBusiness(&claims)
    var slugs: Set<String> = []
    return headers.indices.map { column in
      let claim = claims[column]
      let field =
        claim.field.map { ColumnField.known($0) } ?? .custom(freeSlug(Folding.slug(HeaderName.spaced(titles[column])), &slugs))
      return ColumnGuess(
        column: column, header: headers[column], title: titles[column], field: field, confidence: max(0, min(1, claim.confidence)),
        reason: claim.reason)
    }
  }

  /// The record that holds the headers, among the first 20; nil where no record looks like one.
  ///
  /// Some exports write a note above the header: the record with most known headers wins.
  public static func headerRow(of records: [[String]]) -> Int? {
    var best: (row: Int, known: Int)?
    for (row, fields) in records.prefix(20).enumerated() {
      let filled = fields.filter { !$0.isEmpty }
      guard !filled.isEmpty, !filled.contains(where: { isData($0) }) else { continue }
      let known = filled.count {
        HeaderWords.index[HeaderName.folded($0)] != nil || HeaderWords.never.contains(HeaderName.folded($0))
      }
      let isTable = fields.count > 1 || records.count == 1 || records.allSatisfy { $0.count == 1 }
      if isTable, known > (best?.known ?? 0) { best = (row, known) }
    }
    if let best { return best.row }
    // Unknown words may still be headers: short, all different, no data among them.
    guard let first = records.first, !first.isEmpty, Set(first).count == first.count else { return nil }
    return first.allSatisfy { (1...60).contains($0.count) && !isData($0) && !$0.contains(where: \.isNumber) } ? 0 : nil
  }

  /// Headers made unique: the second `phone` becomes `phone 2`, an empty one `column 3`.
  public static func unique(_ headers: [String]) -> [String] {
    var seen: Set<String> = []
    return headers.enumerated().map { column, header in
      let trimmed = InvisibleText.removed(from: header)
      let base = trimmed.isEmpty ? "column \(column + 1)" : trimmed
      var title = base
      var number = 2
      while !seen.insert(title.lowercased()).inserted {
        title = "\(base) \(number)"
        number += 1
      }
      return title
    }
  }

  private static func isData(_ text: String) -> Bool {
    text.contains("@") && EmailAddress(text) != nil || text.contains("://") || Double(text) != nil || text.count > 100
  }

  /// Leaves each field to its best claim.
  private static func settle(_ claims: inout [Claim]) {
    for field in ColumnField.Known.allCases {
      let rivals = claims.indices.filter { claims[$0].field == field }
      guard rivals.count > 1,
        let winner = rivals.max(by: { claims[$0].weight < claims[$1].weight || (claims[$0].weight == claims[$1].weight && $0 > $1) }
        )
      else { continue }
      for column in rivals where column != winner {
        claims[column] = Claim(
          field: nil, confidence: 0.9, reason: "Another column is already the \(field.rawValue.replacing("_", with: " ")).")
      }
    }
  }

  /// Files of page scrapers have no readable headers: the first column that looks like names is taken for the business.
  private static func nameTheBusiness(_ claims: inout [Claim]) {
    guard !claims.contains(where: { [.businessName, .contactName, .firstName, .lastName].contains($0.field) }) else { return }
    guard let column = claims.indices.first(where: { claims[$0].field == nil && claims[$0].looksLikeNames }) else { return }
    claims[column] = Claim(
      field: .businessName, confidence: 0.35, reason: "No header names the business; this column looks like names.")
  }

  private static func freeSlug(_ slug: String, _ taken: inout Set<String>) -> String {
    var out = slug
    var number = 2
    while !taken.insert(out).inserted {
      out = "\(slug)_\(number)"
      number += 1
    }
    return out
  }
}

/// How headers are compared.
enum HeaderName {
  /// The folded last part of a path into nested records, `city` of `owner.address.city`; nil where a header is no path.
  static func inner(_ header: String) -> String? {
    let parts = header.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count > 1, let last = parts.last,
      parts.allSatisfy({ part in !part.isEmpty && part.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" } })
    else { return nil }
    return folded(String(last))
  }

  /// Folded words, with camel case taken apart: `companyName (required)*` becomes `company name required`.
  static func folded(_ header: String) -> String {
    var text = plainGreek(Folding.text(spaced(header)))
    for extra in [" required", " optional", " pflichtfeld"] where text.hasSuffix(extra) { text.removeLast(extra.count) }
    return text
  }

  /// Greek without accents and with one sigma, since capitals have neither.
  private static func plainGreek(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { (0x370..<0x400).contains($0.value) }) else { return text }
    let plain: [Unicode.Scalar: Unicode.Scalar] = [
      "ά": "α", "έ": "ε", "ή": "η", "ί": "ι", "ό": "ο", "ύ": "υ", "ώ": "ω", "ϊ": "ι", "ϋ": "υ", "ΐ": "ι", "ΰ": "υ", "ς": "σ",
    ]
    var out = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { out.append(plain[scalar] ?? scalar) }
    return String(out)
  }

  /// The header with a blank before each capital inside a word.
  static func spaced(_ header: String) -> String {
    guard header.utf8.count < 200 else { return String(header.prefix(100)) }
    var out = ""
    var before: Character = " "
    for character in header {
      if character.isUppercase, before.isLowercase { out.append(" ") }
      out.append(character)
      before = character
    }
    return out
  }
}

/// Which columns of names a file has, since `name`, `nom` or `title` mean different things beside them.
struct NameColumns {
  let hasCompany: Bool
  let hasFirst: Bool
  let hasLast: Bool
  let hasContact: Bool

  /// Headers whose meaning the others decide.
  static let ambiguous: Set<String> = [
    "name", "names", "nom", "nombre", "nome", "naam", "title", "titel", "display name", "namn", "navn", "nimi", "nev", "ime", "ad",
    "isim", "nazwa", "nazev",
    "nazov", "名称", "名稱", "名前", "이름", "название", "наименование", "имя", "ονομα", "jmeno", "meno", "imie", "nume",
  ]

  init(headers: [String]) {
    let clear = headers.filter { !Self.ambiguous.contains($0) }.compactMap { HeaderWords.index[$0]?.field }
    hasCompany = clear.contains(.businessName)
    hasFirst = clear.contains(.firstName)
    hasLast = clear.contains(.lastName)
    hasContact = clear.contains(.contactName)
  }

  /// What an ambiguous header means here; nil for a title of a person.
  func meaning(of header: String) -> (field: ColumnField.Known, confidence: Double)? {
    let isPerson = hasCompany || hasFirst || hasLast || hasContact
    switch header {
    case "title", "titel": return isPerson ? nil : (.businessName, 0.7)
    case "nom" where hasFirst: return (.lastName, 0.95)
    // The name of a thing in these languages; that of a person has another word.
    case "nazwa", "nazev", "nazov", "название", "наименование", "名称", "名稱": return hasCompany ? nil : (.businessName, 0.9)
    // A first name where anything else names the person or the business.
    case "имя", "jmeno", "meno", "imie", "ονομα", "ad", "isim", "ime", "nume":
      if hasLast || hasFirst { return (.firstName, 0.95) }
      return hasCompany ? (.contactName, 0.8) : (.businessName, 0.6)
    case "naam" where hasFirst, "name" where hasFirst && !hasLast: return (.lastName, 0.8)
    case "nombre" where hasLast, "nome" where hasLast: return (.firstName, 0.95)
    default:
      if !hasCompany { return (.businessName, hasFirst && hasLast ? 0.6 : 0.8) }
      return hasContact || (hasFirst && hasLast) ? nil : (.contactName, 0.8)
    }
  }
}
