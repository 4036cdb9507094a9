/// Percent-encoding of text for addresses, as Jinja's `urlencode` does.
enum URLText {
  /// One text, or the pairs of a dict or list as a query.
  static func encode(_ value: Value, _ renderer: Renderer) throws(TemplateError) -> String {
    switch value {
    case .string(let text), .markup(let text): return quote(text, isQuery: false)
    case .dict(let dict):
      return try query(zip(dict.keys, dict.values).map { .newTuple([$0, $1]) }, renderer)
    case .list, .tuple: return try query(try value.allItems(renderer), renderer)
    case .object(let object) where object.isIterable:
      return try query(try value.allItems(renderer), renderer)
    case .undefined:
      return try query(try value.allItems(renderer), renderer)
    default: return quote(try PythonText.str(value), isQuery: false)
    }
  }

  private static func query(_ pairs: [Value], _ renderer: Renderer) throws(TemplateError) -> String {
    var parts: [String] = []
    for pair in pairs {
      let items: [Value]
      do {
        items = try pair.allItems(renderer)
      } catch  where error.kind == .type {
        throw TemplateError(.type, "cannot unpack non-iterable \(pair.typeName) object")
      }
      guard items.count == 2 else {
        throw TemplateError(
          .value,
          items.count > 2
            ? "too many values to unpack (expected 2)"
            : "not enough values to unpack (expected 2, got \(items.count))")
      }
      parts.append(
        quote(try PythonText.str(items[0]), isQuery: true) + "="
          + quote(try PythonText.str(items[1]), isQuery: true))
    }
    return try renderer.joined(parts, "&")
  }

  /// Percent-encodes everything but letters, digits, `_.-~`, and `/` outside a query, where a space is `+`.
  static func quote(_ text: String, isQuery: Bool) -> String {
    var text = text
    let quoted = text.withUTF8 { bytes -> String? in
      let marks = bytes.reduce(0) { isKept($1, isQuery) ? $0 : $0 + 1 }
      guard marks > 0 else { return nil }
      return String(unsafeUninitializedCapacity: bytes.count + 2 * marks) { quote(bytes, isQuery, into: $0) }
    }
    return quoted ?? text
  }

  /// Returns how many bytes were written.
  private static func quote(
    _ bytes: UnsafeBufferPointer<UInt8>, _ isQuery: Bool, into out: UnsafeMutableBufferPointer<UInt8>
  ) -> Int {
    var end = 0
    for byte in bytes {
      if isKept(byte, isQuery) {
        out[end] = byte
        end += 1
      } else if isQuery, byte == UInt8(ascii: " ") {
        out[end] = UInt8(ascii: "+")
        end += 1
      } else {
        out[end] = UInt8(ascii: "%")
        out[end + 1] = digit(byte >> 4)
        out[end + 2] = digit(byte & 15)
        end += 3
      }
    }
    return end
  }

  private static func isKept(_ byte: UInt8, _ isQuery: Bool) -> Bool {
    switch byte {
    case 48...57, 65...90, 97...122, UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "~"): true
    case UInt8(ascii: "/"): !isQuery
    default: false
    }
  }

  private static func digit(_ number: UInt8) -> UInt8 {
    number < 10 ? 48 + number : 55 + number
  }
}
