import API
import Mail
import Outreach
import Platform
import Templates
import Text

/// Commands that need no home and write nothing: `inspect` and `render`.
enum TextCommands {
  /// The largest file that is read whole.
  private static let largestFile = 64 << 20

  /// The text of a file. - Throws: what is wrong with it; other signs than the writer's own would get into mails.
  static func file(_ path: String) throws(Fault) -> String {
    let bytes: [UInt8]
    do throws(SystemError) { bytes = try Files.read(path, limit: largestFile) } catch {
      throw Fault(.badInput, "The program \(error).")
    }
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let line = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0
    throw Fault(.badInput, "\(path):\(line + 1): this is not UTF-8; save the file as UTF-8 text.")
  }

  /// One JSON line a mail; an unreadable file gives a line too.
  static func inspect(_ context: Context) -> Int32 {
    loadCharsets(context)
    let (reader, now) = (RFC5322Reader(), Timestamp(rawValue: SystemClock.milliseconds))
    var failed = false
    for path in context.arguments.operands {
      do throws(SystemError) {
        let bytes = try Files.read(path, limit: largestFile)
        context.terminal.line(InspectRecord.json(for: reader.read(bytes, now: now), file: path))
      } catch {
        failed = true
        context.terminal.line(InspectRecord.json(failure: "The program \(error).", file: path))
      }
    }
    return failed ? 1 : 0
  }

  /// Renders one template, or many cases.
  static func render(_ context: Context) throws -> Int32 {
    if let cases = context.arguments.value("--cases") {
      for line in try file(cases).split(separator: "\n", omittingEmptySubsequences: true) {
        context.terminal.line(RenderCommand.cases(line: String(line)))
      }
      return 0
    }
    guard let path = context.arguments.operands.first else { throw UsageError("render needs a file, or --cases.") }
    var options = TemplateOptions()
    options.autoescape = context.arguments.has("--html")
    options.trimBlocks = context.arguments.has("--trim-blocks")
    options.lstripBlocks = context.arguments.has("--lstrip-blocks")
    options.keepTrailingNewline = context.arguments.has("--keep-trailing-newline")
    let values = try context.arguments.value("--context").map { path throws(Fault) in try file(path) } ?? "{}"
    let source = try file(path)
    do throws(TemplateError) {
      context.terminal.out(try RenderCommand.run(source: source, name: path, context: values, options: options))
      return 0
    } catch {
      context.terminal.err("\(error)\n")
      return 1
    }
  }

  /// The tables of charsets, where the program's files are found.
  static func loadCharsets(_ context: Context) {
    if let resources = FrontEnd.resources(option: context.arguments.value("--resources"), program: ThisProcess.programPath) {
      CharsetTables.load(from: resources + "/charsets")
    }
  }
}
