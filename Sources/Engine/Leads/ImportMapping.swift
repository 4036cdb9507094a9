import JSONText
import Outreach
import Text

/// Which column of a file means which field of a lead.
public struct ImportMapping: Sendable, Hashable {
  /// The field of each mapped column, by the column's place from 0.
  public var fields: [Int: ColumnField]
  /// Fields whose values add up when several columns carry them; of others the first column that says something counts.
  private static let joined: [ColumnField.Known: String] = [.notes: "\n", .tags: ",", .address: ", "]

  /// A mapping by its parts.
  public init(_ fields: [Int: ColumnField]) { self.fields = fields }

  /// What was guessed for a file's columns, in order.
  init(columns: [ColumnField?]) {
    fields = [:]
    for (column, field) in columns.enumerated() { fields[column] = field }
  }

  /// Reads `{"0":"business_name","1":"email","2":"custom.size","3":null}`.
  /// - Throws: `.badInput` naming the column and the nearest field.
  public init(json: String) throws {
    guard let read = try? JSON.decode([String: String?].self, from: json) else {
      throw Fault(.badInput, "The mapping is not an object of column numbers and field names.")
    }
    try self.init(wire: read)
  }

  /// Reads a mapping by column index, as the API gets it.
  /// - Throws: `.badInput` naming the column and the nearest field.
  public init(wire: [String: String?]) throws {
    var fields: [Int: ColumnField] = [:]
    var problems: [Fault.Field] = []
    for (key, name) in wire.sorted(by: { $0.key < $1.key }) {
      guard let column = Int(key), (0..<CSVLimits().fields).contains(column) else {
        problems.append(.init("mapping", "“\(key)” is not the number of a column"))
        continue
      }
      guard let name, !name.isEmpty else { continue }
      if let field = ColumnField(name: name) {
        fields[column] = field
      } else {
        problems.append(.init("mapping.\(key)", Self.unknown(field: name)))
      }
    }
    guard problems.isEmpty else { throw Fault(.badInput, "The mapping names fields that do not exist.", fields: problems) }
    self.fields = fields
  }

  /// The same as JSON.
  public var json: String {
    "{" + fields.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\(JSONText.quoted($0.value.name))" }.joined(separator: ",") + "}"
  }

  /// Changes it by what `--map column=field,…` says: columns by name or by number from 0, an empty field leaves a column out.
  /// - Throws: `.badInput` with the nearest match.
  public mutating func apply(_ text: String, columns: [String]) throws {
    for pair in text.split(separator: ",") {
      guard let equals = pair.lastIndex(of: "=") else {
        throw Fault(.badInput, "“\(pair)” is not COLUMN=FIELD; write for example --map \"Company=business_name,2=email\".")
      }
      let column = try Self.column(String(pair[..<equals]), columns)
      let name = String(pair[pair.index(after: equals)...]).filter { $0 != " " }
      if ["", "-", "ignore"].contains(name) {
        fields[column] = nil
      } else if let field = ColumnField(name: name) {
        if case .known(let known) = field, Self.joined[known] == nil {
          for (other, old) in fields where old == field && other != column {
            fields[other] = .custom(Folding.slug(columns.indices.contains(other) ? columns[other] : "column"))
          }
        }
        fields[column] = field
      } else {
        throw Fault(.badInput, "The field " + Self.unknown(field: name) + ".")
      }
    }
  }

  /// The cells of a record by field name.
  func record(_ cells: [String]) -> [String: String] {
    var record: [String: String] = [:]
    for (column, field) in ordered where column < cells.count && !CellText.isEmpty(cells[column]) {
      let name = field.name
      guard let old = record[name] else {
        record[name] = cells[column]
        continue
      }
      if case .known(let known) = field, let separator = Self.joined[known] { record[name] = old + separator + cells[column] }
    }
    return record
  }

  private var ordered: [(key: Int, value: ColumnField)] { fields.sorted { $0.key < $1.key } }

  private static func column(_ text: String, _ columns: [String]) throws -> Int {
    let name = CellText.line(text, limit: 300)
    if let exact = columns.firstIndex(of: name) { return exact }
    if let folded = columns.firstIndex(where: { Folding.text($0) == Folding.text(name) }) { return folded }
    if let number = Int(name), columns.indices.contains(number) { return number }
    let near = NearestWord.find(name, among: columns).map { " Did you mean “\($0)”?" } ?? ""
    throw Fault(
      .badInput, "The file has no column “\(name)”.\(near) Its columns are: \(columns.prefix(40).joined(separator: ", ")).")
  }

  private static func unknown(field name: String) -> String {
    let near = NearestWord.find(name, among: ColumnField.Known.allCases.map(\.rawValue))
    return "“\(name)” does not exist" + (near.map { "; did you mean “\($0)”?" } ?? "; own columns are written custom.NAME")
  }
}

/// The word that a person probably meant.
enum NearestWord {
  /// The nearest of the words; nil where none is near.
  static func find(_ word: String, among words: [String]) -> String? {
    let typed = Array(Folding.text(word).utf8.prefix(64))
    let best = words.map { (word: $0, distance: distance(typed, Array(Folding.text($0).utf8.prefix(64)))) }.min {
      $0.distance < $1.distance
    }
    guard let best, best.distance <= max(2, typed.count / 3) else { return nil }
    return best.word
  }

  /// Letters to insert, delete or replace to make one of the other.
  private static func distance(_ one: [UInt8], _ other: [UInt8]) -> Int {
    var row = Array(0...other.count)
    for (i, a) in one.enumerated() {
      var before = row[0]
      row[0] = i + 1
      for (j, b) in other.enumerated() {
        let next = min(row[j] + 1, row[j + 1] + 1, before + (a == b ? 0 : 1))
        before = row[j + 1]
        row[j + 1] = next
      }
    }
    return row[other.count]
  }
}
