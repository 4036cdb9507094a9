// modules: Text Finding CZlib

import Text

/// libFuzzer's entry: any bytes, in chunks of a length that the first byte chooses, must give the records of the whole.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzCSV(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  guard let start, count > 1 else { return 0 }
  let bytes = Array(UnsafeBufferPointer(start: start + 1, count: count - 1))
  let chunk = Int(start[0]) + 1
  guard let whole = try? CSVReader.records(of: bytes) else { return 0 }
  var reader = CSVReader(dialect: whole.reader.dialect)
  var records: [CSVRecord] = []
  for from in stride(from: 0, to: bytes.count, by: chunk) {
    try? reader.read(Array(bytes[from..<min(bytes.count, from + chunk)])) { records.append($0) }
  }
  try? reader.finish { records.append($0) }
  precondition(records.count == whole.records.count, "a chunk border changed the records")
  for record in records {
    for field in record.fields where CSVWriter.unguarded(CSVWriter.guarded(field)) != field {
      preconditionFailure("guarding is not undone")
    }
  }
  let headers = records.first?.fields ?? []
  _ = ColumnMapping.guess(headers: Array(headers.prefix(50)), samples: Array(records.dropFirst().prefix(5).map(\.fields)))
  return 0
}
