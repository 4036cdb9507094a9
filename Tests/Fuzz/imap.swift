// sources: Sources/Mail/IMAP/IMAPResponse.swift Sources/Mail/IMAP/IMAPFramer.swift Sources/Mail/IMAP/IMAPReading.swift Sources/Mail/IMAP/ModifiedUTF7.swift Sources/Mail/Composing/Base64.swift

/// libFuzzer's entry: any bytes, in chunks of a length that the first byte chooses, must give the responses of the whole.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzIMAP(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  guard let start, count > 1 else { return 0 }
  let bytes = Array(UnsafeBufferPointer(start: start + 1, count: count - 1))
  let whole = responses(bytes, chunk: bytes.count)
  precondition(responses(bytes, chunk: Int(start[0]) + 1) == whole, "a chunk border changed the responses")
  for case .data(let values) in whole {
    for name in values.compactMap(\.text) {
      guard let readable = ModifiedUTF7.decode(name) else { continue }
      precondition(ModifiedUTF7.decode(ModifiedUTF7.encode(readable)) == readable, "a folder name did not come back")
    }
  }
  return 0
}

/// The responses up to the first failure, and whether there was one.
private func responses(_ bytes: [UInt8], chunk: Int) -> [IMAPResponse] {
  var framer = IMAPFramer()
  framer.limits.literal = 2000
  var found: [IMAPResponse] = []
  for from in stride(from: 0, to: bytes.count, by: chunk) {
    framer.feed(Array(bytes[from..<min(bytes.count, from + chunk)]))
    do {
      while let frame = try framer.next() { found.append(try IMAPReading.response(frame)) }
    } catch {
      return found + [.goOn]
    }
  }
  return found
}
