import Glibc
import Platform

ThisProcess.makePrivate()
let words = Array(CommandLine.arguments.dropFirst())
exit(
  await Program.run(words, environment: ThisProcess.environment, commands: LaunchCommands.all) {
    try await Launcher { _ in
      throw StartTrouble(.failed, "This build has no base.")
    }.run($0)
  })
