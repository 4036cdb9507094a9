import Outreach
import Platform

/// The program as a whole: finds the command, runs it, and turns whatever it throws into a sentence and an exit code.
enum Program {
  /// Runs a command line.
  /// - Parameters:
  ///   - words: without the program's name.
  ///   - launch: starts the program with its page; also what happens without a command.
  /// - Returns: the exit code: 0 done, 1 failed, 2 not understood.
  static func run(
    _ words: [String], environment: [String: String], commands: [Command], terminal: Terminal = .standard,
    launch: @escaping @Sendable (Context) async throws -> Int32
  ) async -> Int32 {
    do {
      let arguments = try Arguments(words, commands: commands)
      let context = Context(
        arguments: arguments, environment: environment, terminal: terminal, commands: commands, launch: launch)
      if arguments.has("--help") {
        terminal.out(
          arguments.command.isEmpty
            ? Help.overview(commands) : try Help.text(of: arguments.command.split(separator: " ").map(String.init), commands))
        return 0
      }
      guard let command = commands.first(where: { $0.name == arguments.command }) else { return try await launch(context) }
      return try await command.run(context)
    } catch let error as UsageError {
      terminal.err("\(error)\n")
      return 2
    } catch let fault as Fault {
      terminal.err("\(fault)\n")
      return 1
    } catch let error as SystemError {
      terminal.err("The program \(error).\n")
      return 1
    } catch {
      terminal.err("It did not work: \(error).\n")
      return 1
    }
  }
}
