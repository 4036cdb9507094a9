// The store under load: a million leads in, pages and searches out. Built and run by scripts/bench.d/store.
import Engine
import FoundationEssentials
import Glibc
import Outreach
import SQLite
import Store

@main
struct StoreBench {
  static let clock = ContinuousClock()

  static func main() async throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 4, let count = Int(arguments[2]) else {
      print("use: store-bench FOLDER LEADS fill|ask|import")
      exit(2)
    }
    let folder = arguments[1]
    switch arguments[3] {
    case "fill": try await fill(folder, count)
    case "import": try await importFile(folder, count)
    default: try await ask(folder, count)
    }
  }

  static func open(_ folder: String) async throws -> Base {
    let keyFile = folder + "/keys"
    let keys: KeyRing
    if let text = try? String(contentsOfFile: keyFile, encoding: .utf8) {
      keys = try KeyRing(text: text)
    } else {
      keys = try KeyRing()
      try keys.text.write(toFile: keyFile, atomically: true, encoding: .utf8)
    }
    let database = try await Database.open(.init(path: folder + "/bench.db", now: { Int64(Glibc.time(nil)) * 1000 }))
    _ = try await database.migrate(Schema.migrations)
    return Base(database: database, vault: try Vault(keys: keys))
  }

  static func details(_ number: Int) -> LeadDetails {
    var details = LeadDetails()
    let trades = ["Bakery", "Butcher", "Dentist", "Florist", "Garage", "Hotel", "Joiner", "Kiosk", "Lawyer", "Mill"]
    let towns = ["Berlin", "Hamburg", "Munich", "Cologne", "Leipzig", "Dresden", "Bremen", "Essen", "Bonn", "Kiel", "Ulm", "Trier"]
    details.businessName = "\(trades[number % 10]) \(names[number % names.count]) \(number)"
    details.category = trades[number % 10]
    details.city = towns[number / 7 % 12]
    details.postalCode = "\(10_000 + number % 80_000)"
    details.country = "Germany"
    details.address = "Street \(number % 300)"
    details.website = "https://shop\(number)-example.de"
    details.domain = "shop\(number)-example.de"
    details.email = "info@shop\(number)-example.de"
    details.contactName = "\(names[(number / 3) % names.count]) \(names[(number / 11) % names.count])son"
    details.phone = "+4930\(1_000_000 + number)"
    details.contactMethod = .email
    details.source = "csv"
    return details
  }

  static let names: [String] = (0..<5000).map { number in
    let parts = ["ba", "ro", "mi", "ta", "lu", "ke", "so", "ni", "fa", "gre", "hol", "wer"]
    return (parts[number % 12] + parts[number / 12 % 12] + parts[number / 144 % 12] + parts[(number * 7) % 12]).capitalized
  }

  static func fill(_ folder: String, _ count: Int) async throws {
    let base = try await open(folder)
    let start = clock.now
    for first in stride(from: 0, to: count, by: 500) {
      try await base.write { work in
        for number in first..<min(first + 500, count) {
          let at = Timestamp(rawValue: 1_700_000_000_000 + Int64(number) * 1000)
          try LeadTable.insert(
            Lead(id: Lead.ID(at: at.rawValue), details: details(number), state: .pendingReview, at: at), in: work)
        }
      }
    }
    let seconds = (clock.now - start) / .seconds(1)
    say(
      "insert",
      "\(count) leads in \(Int(seconds)) s: \(Int(Double(count) / seconds)) a second, \(Int(seconds * 1e6 / Double(count))) µs each"
    )
    await base.database.close()
  }

  static func ask(_ folder: String, _ count: Int) async throws {
    let base = try await open(folder)
    for sort in LeadFilter.Sort.allCases {
      var filter = LeadFilter()
      filter.sort = sort
      try await time("first page by \(sort.rawValue)", base, filter, pages: 1)
      try await time("page 200 by \(sort.rawValue)", base, filter, pages: 200)
    }
    var filter = LeadFilter()
    filter.states = [.pendingReview]
    try await time("page of one state", base, filter, pages: 1)
    filter = LeadFilter()
    filter.country = "Germany"
    try await time("page of one country", base, filter, pages: 1)
    let queries = [
      "shop\(count / 2)-example.de", "info@shop\(count / 3)-example.de", "\(1_000_000 + count / 4)", "baro", "bar", "ba", "b",
      "dentist", "dentist berlin",
      "dentist berlin \(names[77].lowercased())", "germany", "germ", "denti", names[123].lowercased(), "nobody",
    ]
    for query in queries {
      filter = LeadFilter()
      filter.query = query
      try await time("search “\(query)”", base, filter, pages: 1)
    }
    try await measure("counts") { _ = try await base.read { work in try LeadList.counts(in: work) } }
    let lead = details(count / 5)
    try await measure("twins of a record") { _ = try await base.read { work in try LeadTable.twins(of: lead, in: work) } }
    await base.database.close()
  }

  static func time(_ name: String, _ base: Base, _ filter: LeadFilter, pages: Int) async throws {
    var cursor: String?
    for _ in 1..<max(pages, 2) where pages > 1 {
      let from = cursor
      cursor = try await base.read { work in try LeadList.page(filter, cursor: from, limit: 50, in: work).next }
    }
    let from = cursor
    try await measure(name) {
      _ = try await base.read { work in try LeadList.page(filter, cursor: from, limit: 50, in: work).leads.count }
    }
  }

  static func measure(_ name: String, _ body: () async throws -> Void) async throws {
    try await body()
    var times: [Double] = []
    for _ in 0..<9 {
      let start = clock.now
      try await body()
      times.append((clock.now - start) / .milliseconds(1))
    }
    times.sort()
    say(name, "\(Double(Int(times[4] * 100)) / 100) ms\(times[4] > 10 ? "   TOO SLOW" : "")")
  }

  static func importFile(_ folder: String, _ count: Int) async throws {
    let base = try await open(folder)
    let path = folder + "/list.csv"
    guard let file = fopen(path, "w") else { return }
    fputs("Company,E-Mail,Phone,City,PLZ,Country,Website,Contact,Size\n", file)
    for number in 0..<count {
      let one = details(number)
      fputs(
        "\(one.businessName),\(one.email ?? ""),\(one.phone ?? ""),\(one.city ?? ""),\(one.postalCode ?? ""),DE,\(one.website ?? ""),\(one.contactName ?? ""),\(number)\n",
        file)
    }
    fclose(file)
    let before = peak()
    let imports = Imports(base: base, spoolFolder: folder + "/uploads")
    var start = clock.now
    try await ImportDryRun(rows: true).report(on: ImportFile(path: path)) { _ in }
    say("dry run with rows", "\(count) rows in \((clock.now - start) / .seconds(1)) s, peak \(peak()) kB (before \(before) kB)")
    start = clock.now
    let run = try await imports.importFile(path, as: ActingAs(.user))
    let seconds = (clock.now - start) / .seconds(1)
    say(
      "import",
      "\(run.imported) new, \(run.updated) updated, \(run.skipped) skipped, \(run.failed) failed in \(seconds) s: \(Int(Double(count) / seconds)) a second"
    )
    say("peak memory", "\(peak()) kB")
    await base.database.close()
  }

  /// The most memory this process ever held, in kB.
  static func peak() -> Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss
  }

  static func say(_ name: String, _ text: String) { print(name + String(repeating: " ", count: max(1, 34 - name.count)) + text) }
}
