import API
import JSONText
import Outreach
import Platform

/// What a command gets: its arguments, its folders, the terminal, and the running instance where there is one.
struct Context: Sendable {
  let arguments: Arguments
  let environment: [String: String]
  let terminal: Terminal
  /// The whole table, for `help`.
  let commands: [Command]
  /// How this program starts; nil in tests of other commands.
  let launch: @Sendable (Context) async throws -> Int32

  /// Whether a script reads.
  var isJSON: Bool { arguments.has("--json") }

  /// The folders of this start.
  /// - Throws: `.notConfigured` where nothing says where they are.
  func folders() throws(Fault) -> Folders {
    do throws(SystemError) {
      return try Folders.chosen(
        home: arguments.value("--home"), environment: environment,
        launcher: InstalledBundle.own?.frontDoor ?? ThisProcess.programPath)
    } catch {
      throw Fault(.notConfigured, "The program \(error). Name a folder with --home.")
    }
  }

  /// A number option within a range; nil where it is not there.
  /// - Throws: what is wrong with it.
  func number(_ name: String, in range: ClosedRange<Int>) throws(UsageError) -> Int? {
    guard let text = arguments.value(name) else { return nil }
    guard let number = Int(text), range.contains(number) else {
      throw UsageError("“\(text)” is not possible for \(name); it is a number from \(range.lowerBound) to \(range.upperBound).")
    }
    return number
  }

  /// Prints a value as one line of JSON, or the text of it.
  func answer(_ value: some Encodable, _ text: @autoclosure () -> String) throws {
    guard isJSON else { return terminal.line(text()) }
    terminal.line(try JSON.encoded(value, [.sortedKeys, .plainSlashes, .snakeCase]))
  }
}
