import Glibc
import Platform
import Synchronization

ThisProcess.makePrivate()
let words = Array(CommandLine.arguments.dropFirst())
let code = await Program.run(words, environment: ThisProcess.environment, commands: LaunchCommands.all + ProductCommands.all) {
  try await Launcher { try await AppOpening.open($0) }.run($0)
}
if AppOpening.restarts.load(ordering: .relaxed) { AppOpening.startAgain() }
exit(code)
