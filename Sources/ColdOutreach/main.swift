import Glibc
import Platform
import Synchronization

ThisProcess.makePrivate()
UpdateTrial.handOver()
let words = Array(ThisProcess.arguments.dropFirst())
let commands = LaunchCommands.all + DesktopCommands.all + ProductCommands.all + FlightCommand.all + UpdateCommands.all + MovingCommands.all
let code = await Program.run(words, environment: ThisProcess.environment, commands: commands) { context in
  let errors = CrashReports.watch(try context.folders(), startedAt: ComputerClock().now())
  defer { errors?.end() }
  let code = try await Launcher { try await AppOpening.open($0) }.run(context)
  if AppOpening.restarts.load(ordering: .relaxed) { await UpdateTrial.startAgain(context) }
  return code
}
exit(code)
