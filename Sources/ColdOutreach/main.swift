import Glibc
import Platform
import Synchronization

ThisProcess.makePrivate()
UpdateTrial.handOver()
let words = Array(ThisProcess.arguments.dropFirst())
let commands =
  LaunchCommands.all + DesktopCommands.all + ProductCommands.all + FlightCommand.all + UpdateCommands.all + MovingCommands.all
let code = await Program.run(words, environment: ThisProcess.environment, commands: commands) { context in
  let errors = CrashReports.watch(try context.folders(), startedAt: ComputerClock().now())
  let code: Int32
  do { code = try await Launcher { try await AppOpening.open($0) }.run(context) } catch {
    errors?.end()
    throw error
  }
  // Before this process may become another: that one's errors must not end in a pipe that nobody reads.
  errors?.end()
  if AppOpening.restarts.load(ordering: .relaxed) { await UpdateTrial.startAgain(context) }
  return code
}
exit(code)
