import Glibc
import Platform
import Synchronization

ThisProcess.makePrivate()
UpdateTrial.handOver()

/// The program from its words to its exit code.
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

// A main thread that awaits by itself ends as soon as it has to wait, and the C library unwinds its stack for that. The release has no
// tables to unwind by (packaging/build), so the main thread waits here instead. It takes every signal: other threads hold them back, and
// a program that was started by one of those, as after an update, holds them back from its beginning.
Task.detached { exit(await program()) }
var none = sigset_t()
sigemptyset(&none)
while true { sigsuspend(&none) }
