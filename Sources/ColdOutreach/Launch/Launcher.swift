import API
import Glibc
import Net
import Outreach
import Platform

/// Starts the program with its page and runs it to its end.
///
/// Lock, port, token, guard, and the server listens; only then the base is opened, so that whatever is wrong with it is a page and not
/// an exit that nobody sees after a double-click.
struct Launcher: Sendable {
  /// Opens the base and wires the program; a trouble that the person can do something about is thrown as `StartTrouble`.
  let openBase: @Sendable (StartContext) async throws -> AppHandle
  /// What asks the program to end from outside.
  var signals: @Sendable () throws -> AsyncStream<Int32> = { try StopSignals.watch() }
  /// Ends the process where a clean end takes too long.
  var endNow: @Sendable () -> Void = { _exit(0) }

  /// A launcher of the program that a closure opens.
  init(openBase: @escaping @Sendable (StartContext) async throws -> AppHandle) { self.openBase = openBase }

  /// For requests in flight, then for the program's own end; together below the five seconds that are promised.
  private static let serverSeconds = 1.0
  private static let appSeconds = 3.0

  /// Starts, or opens a page of the instance that runs.
  /// - Returns: the exit code.
  /// - Throws: `.locked`, `.storage` or `.conflict` where not even a page can be shown.
  func run(_ context: Context) async throws -> Int32 {
    let wishedPort = try context.number("--port", in: 0...65535)
    let folders = try context.folders()
    let output = LaunchOutput(context)
    do {
      try folders.make()
      switch try RunningInstance.holder(folders) {
      case .other(let instance):
        await output.runs(url: instance.file.url, login: try await instance.loginURL(), pid: instance.file.pid)
        return 0
      case .us(let lock): return try await serve(context, folders, wishedPort, output, lock: lock, trouble: nil)
      }
    } catch let error as SystemError {
      return try await serve(context, folders, wishedPort, output, lock: nil, trouble: StartTrouble(error))
    } catch let fault as Fault where fault.code == .storage {
      return try await serve(context, folders, wishedPort, output, lock: nil, trouble: StartTrouble(.readOnly, fault.detail))
    }
  }

  /// - Parameters:
  ///   - lock: nil where the home can't be written; the base is not opened before we have it.
  ///   - trouble: what is known to be wrong with the home already; the base is not even tried then, but by Try again.
  private func serve(
    _ context: Context, _ folders: Folders, _ port: Int?, _ output: LaunchOutput, lock: FileLock?, trouble: StartTrouble?
  ) async throws -> Int32 {
    guard let resources = FrontEnd.resources(option: context.arguments.value("--resources"), program: ThisProcess.programPath)
    else {
      throw Fault(.notConfigured, "The program's pages are missing. Install it again, or name their folder with --resources.")
    }
    let running = try Running(context, folders, resources, wishedPort: port, lock: lock, endNow: endNow)
    // Before anything else can happen, so that Ctrl-C in the first second is clean, too.
    let signals = try self.signals()
    let watcher = Task { for await _ in signals { running.wish(.quit) } }
    defer { watcher.cancel() }
    try running.startPages()
    if lock != nil { try? running.runtimeFile.write(to: folders.runtimeFile) }
    let handle = await openUntilReady(running, trouble, output)
    if handle != nil { await live(running) }
    return await stop(running, handle)
  }

  /// Opens the base, again at each wish, until it is open or the person quits.
  private func openUntilReady(_ running: Running, _ known: StartTrouble?, _ output: LaunchOutput) async -> AppHandle? {
    var wishes = running.wishes.stream.makeAsyncIterator()
    var (passphrase, known, said) = (Secret?.none, known, false)
    while true {
      do {
        if let known { throw known }
        try running.makeSureOfLock()
        let handle = try await openBase(running.startContext(passphrase: passphrase))
        do { try await running.goLive(handle) } catch {
          await handle.stop(Self.appSeconds)
          throw error
        }
        if !said { output.ready(running, state: "ready") }
        return handle
      } catch {
        let trouble = StartTrouble(error)
        running.log.write(
          LogEvent(
            .application, .error, "base_not_opened", ["kind": .text(trouble.kind.rawValue), "detail": .text(trouble.detail)]))
        running.pages.show(.trouble(trouble))
        if !said { output.ready(running, state: trouble.kind.rawValue) }
        (said, known) = (true, nil)
      }
      switch await wishes.next() {
      case .open(let given): passphrase = given
      case .quit, nil: return nil
      }
    }
  }

  /// Waits until the person or the system ends the program.
  private func live(_ running: Running) async {
    running.log.write(LogEvent(.application, .info, "started", ["version": .text(Version.current)]))
    ThisProcess.giveStartMemoryBack()
    for await wish in running.wishes.stream { if case .quit = wish { return } }
  }

  private func stop(_ running: Running, _ handle: AppHandle?) async -> Int32 {
    running.pages.show(.stopping)
    try? Files.remove(running.folders.runtimeFile)
    async let served: Void = running.stopServer(seconds: Self.serverSeconds)
    if let handle { await handle.stop(Self.appSeconds) }
    await served
    running.log.write(LogEvent(.application, .info, "stopped"))
    return 0
  }
}
