import Glibc
import Platform
import Synchronization

ThisProcess.makePrivate()
UpdateTrial.handOver()

/// Runs what the words ask for. - Returns: the exit code.
@Sendable func program() async -> Int32 {
  let words = Array(ThisProcess.arguments.dropFirst())
  let commands =
    LaunchCommands.all + DesktopCommands.all + ProductCommands.all + FlightCommand.all + UpdateCommands.all + MovingCommands.all
  return await Program.run(words, environment: ThisProcess.environment, commands: commands) { context in
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
}

Task.detached { exit(await program()) }
// The first thread only waits. Awaiting here would end it instead (dispatch_main, pthread_exit), which unwinds its stack; nothing else
// in the program does that.
while true { pause() }
