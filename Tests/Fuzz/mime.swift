// modules: Mail Outreach Net Text JSONText Finding CZlib

import Mail
import Outreach

/// Feeds any bytes to the whole reader of received mail, the header reader and the JSON line.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzMIME(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let reader = RFC5322Reader()
  let mail = reader.read(bytes, now: Timestamp(rawValue: 1_795_000_000_000))
  _ = reader.readHeader(bytes)
  _ = InspectRecord.json(for: mail, file: "fuzz.eml")
  return 0
}
