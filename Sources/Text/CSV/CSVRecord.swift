/// How a CSV file is written.
public struct CSVDialect: Hashable, Sendable {
  /// What ends a record; `mixed` where a file uses more than one.
  public enum LineEnd: String, Sendable { case crlf, lf, cr, mixed, none }
  /// The charset of the file.
  public var charset: Charset
  /// True where the file starts with a byte-order mark.
  public var hasByteOrderMark: Bool
  /// The ASCII character between fields.
  public var delimiter: UInt8
  /// What ends the records of the sample.
  public var lineEnd: LineEnd
  /// True where Excel's first line `sep=;` names the delimiter; that line is no record.
  public var namesDelimiter: Bool

  /// A dialect by its parts.
  public init(
    charset: Charset = .utf8, hasByteOrderMark: Bool = false, delimiter: UInt8 = 0x2C, lineEnd: LineEnd = .crlf,
    namesDelimiter: Bool = false
  ) {
    self.charset = charset
    self.hasByteOrderMark = hasByteOrderMark
    self.delimiter = delimiter
    self.lineEnd = lineEnd
    self.namesDelimiter = namesDelimiter
  }
}

/// One record of a CSV file.
public struct CSVRecord: Hashable, Sendable {
  /// The fields in order, unquoted; ragged records keep their own length.
  public let fields: [String]
  /// The line of the file on which the record starts, from 1.
  public let line: Int

  /// A record by its parts.
  public init(fields: [String], line: Int) {
    self.fields = fields
    self.line = line
  }

  /// True where every field is empty or blanks and control characters, as in `,,,` or the end mark of old DOS files.
  public var isBlank: Bool {
    fields.allSatisfy { field in field.utf8.allSatisfy { $0 <= 0x20 } }
  }
}

/// Something wrong in a file that did not stop the reading.
public struct CSVIssue: Hashable, Sendable {
  /// What it is.
  public enum Kind: String, Sendable {
    /// A quote that never closes; it was taken as an ordinary character.
    case unterminatedQuote
    /// A record past the size limit; it was left out.
    case recordTooLong
    /// A record with more fields than the limit; it was left out.
    case tooManyFields
    /// The charset's table is missing; letters may be wrong.
    case charsetTableMissing
  }
  /// What it is.
  public let kind: Kind
  /// The line on which the record or the quote starts, from 1.
  public let line: Int
}

/// Limits that keep memory bounded whatever the file holds.
public struct CSVLimits: Sendable {
  /// Bytes of UTF-8 that one record may have; 16 MiB.
  public var recordBytes = 1 << 24
  /// Fields that one record may have; Excel's number of columns.
  public var fields = 16_384
  /// Issues that are kept; further ones are only counted.
  public var issues = 1000
  /// Bytes that are collected before charset and delimiter are decided.
  public var sampleBytes = 1 << 18

  /// The usual limits.
  public init() {}
}

/// Why a file can't be read as CSV at all.
public enum CSVFailure: Error, Hashable, Sendable {
  /// The file is of another kind; `ForeignFormat.advice` tells the person what to do.
  case foreign(ForeignFormat)
}
