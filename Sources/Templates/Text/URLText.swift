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

  private static let digits = Array("0123456789ABCDEF".utf8)

  /// Percent-encodes everything but letters, digits, `_.-~`, and `/` outside a query, where a space is `+`.
  static func quote(_ text: String, isQuery: Bool) -> String {
    var out: [UInt8] = []
    out.reserveCapacity(text.utf8.count)
    for byte in text.utf8 {
      switch byte {
      case 48...57, 65...90, 97...122, UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"),
        UInt8(ascii: "~"):
        out.append(byte)
      case UInt8(ascii: "/") where !isQuery: out.append(byte)
      case UInt8(ascii: " ") where isQuery: out.append(UInt8(ascii: "+"))
      default:
        out.append(UInt8(ascii: "%"))
        out.append(digits[Int(byte >> 4)])
        out.append(digits[Int(byte & 15)])
      }
    }
    return String(decoding: out, as: UTF8.self)
  }
}
