import Outreach
import Text

/// Makes a table of what is no CSV, so that every kind of file takes the same way: mapping, try, duplicates, failed rows.
enum ImportTables {
  /// Bytes by which a file is known.
  private static let sampledBytes = 1 << 16

  /// What a file is, and its table as CSV.
  struct Opened {
    let source: any ImportSource
    /// Nil where the file is CSV, or something that the CSV reader turns away.
    let format: TableFile?
  }

  /// Opens a file. CSV is passed on piece by piece; anything else is read whole.
  /// - Throws: `.tooLarge`, `.unsupported` with advice where it is damaged or holds no table.
  static func open(_ source: any ImportSource) throws -> Opened {
    guard let first = try source.next() else { return Opened(source: source, format: nil) }
    let second = try source.next()
    guard let format = TableFile.recognise(Array(first.prefix(sampledBytes)), isWhole: second == nil && first.count <= sampledBytes)
    else { return Opened(source: Joined([first, second].compactMap { $0 }, source), format: nil) }
    var bytes = first + (second ?? [])
    while let piece = try source.next() {
      guard bytes.count + piece.count <= TableFile.maximumBytes else { throw tooLarge }
      bytes += piece
    }
    guard bytes.count <= TableFile.maximumBytes else { throw tooLarge }
    do {
      var csv: [UInt8] = []
      for row in try format.rows(of: bytes) { CSVWriter.append(row.isEmpty ? [""] : row, to: &csv) }
      return Opened(source: ImportBytes([csv]), format: format)
    } catch { throw Fault(.unsupported, error.advice) }
  }

  private static let tooLarge = Fault(
    .tooLarge, "A file of this kind may have \(TableFile.maximumBytes >> 20) MB at most. Save the list as CSV and import that.")

  /// Pieces that were looked at already, then the rest.
  private final class Joined: ImportSource {
    private var pieces: ArraySlice<[UInt8]>
    private let rest: any ImportSource

    init(_ pieces: [[UInt8]], _ rest: any ImportSource) { (self.pieces, self.rest) = (pieces[...], rest) }

    func next() throws -> [UInt8]? { try pieces.popFirst() ?? rest.next() }
  }
}
