import API
import Engine
import Finding
import JSONText
import Outreach
import Platform
import Store

/// `import FILE`: a look only, or the import itself, here or in the instance that runs.
enum ImportCommand {
  private static let waitSeconds = 3600

  /// Runs the command.
  static func run(_ context: Context) async throws -> Int32 {
    let path = ProductCommands.first(context)
    if context.arguments.has("--dry-run") { return try await dryRun(path, context) }
    if context.arguments.has("--rows") { throw UsageError("--rows goes with --dry-run --json.") }
    let map = context.arguments.value("--map")
    let run = try await Door.with(context) { door -> JSON in
      switch door {
      case .own(let app, _):
        let run = try await app.imports.importFile(path, as: ActingAs(.agent)) { mapping, columns in
          if let map { try mapping.apply(map, columns: columns) }
        }
        return try await door.send("GET", "/api/imports/\(run.id)")
      case .running: return try await upload(path, map: map, through: door)
      }
    }
    ProductCommands.show(run, context) { run in
      "\(run["imported"].shown) imported, \(run["updated"].shown) updated, \(run["skipped"].shown) skipped, \(run["failed"].shown) failed."
    }
    return run["state"].shown == "completed" ? 0 : 1
  }

  /// Looks at a file; needs no home and writes nothing.
  private static func dryRun(_ path: String, _ context: Context) async throws -> Int32 {
    TextCommands.loadCharsets(context)
    let look = ImportDryRun(rows: context.arguments.has("--rows"), map: context.arguments.value("--map"))
    let source = try ImportFile(path: path)
    guard context.isJSON else {
      let preview = try await look.report(on: source) { _ in }
      context.terminal.line(
        "\(preview.records) records: \(preview.new) could be imported, \(preview.duplicates) are twice in the file, \(preview.invalid) can't be imported."
      )
      for problem in preview.problems { context.terminal.line("line \(problem.line): \(problem.detail)") }
      return 0
    }
    try await look.report(on: source) { context.terminal.out(String(decoding: $0, as: UTF8.self)) }
    return 0
  }

  /// Sends the file in pieces to the instance that runs, and waits for the import.
  private static func upload(_ path: String, map: String?, through door: Door) async throws -> JSON {
    let file = try ImportFile(path: path)
    let size = Files.about(path)?.bytes ?? 0
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let id = try await door.send("POST", "/api/imports", .members(["name": .string(name), "size": .int(Int64(size))]))["id"].shown
    var offset = 0
    while let piece = try file.next() {
      _ = try await door.raw("PUT", "/api/imports/\(id)/content?offset=\(offset)", body: piece, type: "application/octet-stream")
      offset += piece.count
    }
    let look = try await door.send("POST", "/api/imports/\(id)/inspect")
    if case .object = look["problem"] { throw Fault(.unsupported, look["problem"]["detail"].shown) }
    let columns = look["columns"].items
    var mapping = try ImportMapping(
      wire: Dictionary(
        columns.enumerated().map { (String($0.offset), $0.element["field"] == .null ? nil : $0.element["field"].shown) },
        uniquingKeysWith: { $1 }))
    if let map { try mapping.apply(map, columns: columns.map { $0["name"].shown }) }
    let wire = try JSON(parsing: mapping.json)
    _ = try await door.send("POST", "/api/imports/\(id)/run", .members(["mapping": wire]))
    for _ in 0..<(waitSeconds * 5) {
      let run = try await door.send("GET", "/api/imports/\(id)")
      if ["completed", "failed", "cancelled"].contains(run["state"].shown) { return run }
      try await Task.sleep(for: .milliseconds(200))
    }
    throw Fault(.upstream, "The import still runs; look at it in the program.")
  }
}
