import Glibc
import Platform
import Synchronization

ThisProcess.makePrivate()
let words = Array(ThisProcess.arguments.dropFirst())
let commands = LaunchCommands.all + DesktopCommands.all + ProductCommands.all + FlightCommand.all
let code = await Program.run(words, environment: ThisProcess.environment, commands: commands) { context in
  let errors = CrashReports.watch(try context.folders(), startedAt: ComputerClock().now())
  defer { errors?.end() }
  return try await Launcher { try await AppOpening.open($0) }.run(context)
}
if AppOpening.restarts.load(ordering: .relaxed) { AppOpening.startAgain() }
exit(code)
