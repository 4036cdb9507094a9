import Foundation
import Glibc
import Testing

@testable import Platform

@Suite(.serialized) struct CrashTests {
  @Test func `what is written to standard error is passed on to its end, and afterwards goes where it went before`() throws {
    let ours = try Descriptor.pipe()
    let saved = dup(STDERR_FILENO)
    defer { close(saved) }
    dup2(ours.write.number, STDERR_FILENO)
    let stream = try CrashWatch.followErrors()
    for index in 0..<200 { _ = "line \(index)\n".withCString { write(STDERR_FILENO, $0, strlen($0)) } }
    stream.end()
    _ = write(STDERR_FILENO, "after\n", 6)
    dup2(saved, STDERR_FILENO)
    var text = ""
    while ours.read.waitUntilReadable(milliseconds: 100) {
      text += String(decoding: try ours.read.read(atMost: 64 << 10), as: UTF8.self)
    }
    let lines = text.split(separator: "\n").map(String.init).filter { $0.hasPrefix("line ") || $0 == "after" }
    #expect(lines == (0..<200).map { "line \($0)" } + ["after"])
  }

  @Test func `the build id is hexadecimal, or none`() {
    let id = CrashWatch.buildID
    #expect(id.isEmpty || id.utf8.count == 40 && id.allSatisfy { $0.isHexDigit && !$0.isUppercase })
  }

  @Test func `work on a thread of its own runs with a stack for its report, and gives it back`() async throws {
    let sizes = try await OwnThread.run {
      var stack = stack_t()
      sigaltstack(nil, &stack)
      return stack.ss_size
    }
    #expect(sizes >= 32 << 10)
  }
}
