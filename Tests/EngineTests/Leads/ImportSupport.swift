import Fakes
import Outreach
import Store
import Testing

@testable import Engine

/// An import under test: a real base and uploads beside it.
struct ImportBench {
  let temporary: TemporaryBase
  var imports: Imports

  static func make() async throws -> ImportBench { ImportBench(try await TemporaryBase.make()) }

  init(_ temporary: TemporaryBase) {
    self.temporary = temporary
    imports = Imports(base: temporary.base, spoolFolder: temporary.folder.path + "/uploads")
  }

  /// Uploads a file in pieces.
  func upload(_ text: String, piece: Int = 1000, name: String = "list.csv") async throws -> ImportRun.ID {
    let bytes = Array(text.utf8)
    let run = try await imports.create(name: name, size: bytes.count, as: ActingAs(.user))
    for offset in stride(from: 0, to: bytes.count, by: piece) {
      _ = try await imports.receive(Array(bytes[offset..<min(offset + piece, bytes.count)]), at: offset, of: run.id)
    }
    return run.id
  }

  /// What is guessed for an uploaded file.
  func guessed(_ id: ImportRun.ID) async throws -> ImportMapping {
    let columns = try await imports.inspect(id).columns
    return try ImportMapping(
      wire: Dictionary(uniqueKeysWithValues: columns.enumerated().map { ("\($0.offset)", $0.element.field) }))
  }

  /// Uploads and imports a file as it is guessed.
  @discardableResult
  func run(_ text: String) async throws -> ImportRun {
    let id = try await upload(text)
    _ = try await imports.run(id, mapping: try await guessed(id), as: ActingAs(.user))
    try await imports.perform(id, job: nil)
    return try await imports.get(id)
  }

  /// Every lead, in the order in which they came.
  func leads() async throws -> [Lead] {
    try await temporary.base.read { work in
      var filter = LeadFilter()
      filter.ascending = true
      return try LeadList.page(filter, cursor: nil, limit: 10_000, in: work).leads
    }
  }
}

extension ImportRun {
  /// Imported, updated, skipped, failed.
  var counts: [Int] { [imported, updated, skipped, failed] }
}

/// A file of made-up businesses, many of them twice and some wrong; the same for the same seed.
func inventedFile(rows: Int, seed: UInt64, distinct: Bool = false) -> String {
  var random = SeededRandom(seed)
  var text = "Company,E-Mail,Phone,City,Website,Maps URL,Size\r\n"
  for row in 0..<rows {
    let number = distinct ? row : Int(random.next() % UInt64(max(1, rows / 2)))
    let name = random.next() % 9 == 0 ? "" : "Business \(number)"
    let email = random.next() % 3 == 0 ? "" : random.next() % 11 == 0 ? "broken" : "info@b\(number)-example.de"
    let phone = random.next() % 2 == 0 ? "" : "+4930\(1_000_000 + number)"
    let city = random.next() % 3 == 0 ? "" : "Town \(number % 7)"
    let site = random.next() % 4 == 0 ? "https://b\(number)-example.de" : ""
    let maps = random.next() % 4 == 0 ? "https://maps.google.com/?cid=\(number + 1)" : ""
    let size = name.isEmpty || random.next() % 3 == 0 ? "\(number)" : ""
    text += "\(name),\(email),\(phone),\(city),\(site),\(maps),\(size)\r\n"
  }
  return text
}
