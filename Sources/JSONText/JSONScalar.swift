/// The types that are one JSON value without parts.
protocol JSONScalar {
  /// The value as this type; nil where it is of another kind, or a number that does not fit.
  static func read(_ value: JSON) -> Self?
  /// Writes it.
  /// - Returns: false for what JSON has no text for.
  func write(to writer: inout JSONWriter) -> Bool
}

extension String: JSONScalar {
  static func read(_ value: JSON) -> String? { if case .string(let text) = value { text } else { nil } }

  func write(to writer: inout JSONWriter) -> Bool {
    writer.write(self)
    return true
  }
}

extension Bool: JSONScalar {
  static func read(_ value: JSON) -> Bool? { if case .bool(let flag) = value { flag } else { nil } }

  func write(to writer: inout JSONWriter) -> Bool {
    writer.put(self ? "true" : "false")
    return true
  }
}

extension JSONScalar where Self: FixedWidthInteger {
  static func read(_ value: JSON) -> Self? { if case .int(let number) = value { Self(exactly: number) } else { nil } }

  func write(to writer: inout JSONWriter) -> Bool {
    writer.write(self)
    return true
  }
}

extension JSONScalar where Self: BinaryFloatingPoint & LosslessStringConvertible {
  static func read(_ value: JSON) -> Self? {
    switch value {
    case .int(let number): Self(number)
    case .double(let number): Self(number).isFinite ? Self(number) : nil
    default: nil
    }
  }

  /// The shortest text that reads as the same number; `1` for 1.0.
  func write(to writer: inout JSONWriter) -> Bool {
    guard isFinite else { return false }
    writer.write(number: description)
    return true
  }
}

extension Int: JSONScalar {}
extension Int8: JSONScalar {}
extension Int16: JSONScalar {}
extension Int32: JSONScalar {}
extension Int64: JSONScalar {}
extension UInt: JSONScalar {}
extension UInt8: JSONScalar {}
extension UInt16: JSONScalar {}
extension UInt32: JSONScalar {}
extension UInt64: JSONScalar {}
extension Double: JSONScalar {}
extension Float: JSONScalar {}
