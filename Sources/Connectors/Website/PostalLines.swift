/// Finds a postal address where it stands as people set it: street and number, below it code and town.
enum PostalLines {
  /// A place by its parts.
  struct Place: Hashable {
    let street: String
    let postalCode: String
    let city: String
  }

  /// The first address of a page's lines; nil where there is none.
  static func address(in lines: [String]) -> Place? {
    for (number, line) in lines.enumerated() where number > 0 && line.utf8.count <= 80 {
      guard let (code, city) = codeAndCity(line), isStreet(lines[number - 1]) else { continue }
      return Place(street: lines[number - 1], postalCode: code, city: city)
    }
    return nil
  }

  /// `28195 Bremen`, `D-28195 Bremen`, `1017 AB Amsterdam`.
  private static func codeAndCity(_ line: String) -> (String, String)? {
    var words = line.split(separator: " ").map(String.init)
    guard var code = words.first, words.count >= 2 else { return nil }
    if let dash = code.firstIndex(of: "-"), code.distance(from: code.startIndex, to: dash) <= 2, code.first?.isLetter == true {
      code = String(code[code.index(after: dash)...])
    }
    guard (4...5).contains(code.utf8.count), code.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    words.removeFirst()
    if code.utf8.count == 4, let letters = words.first, letters.utf8.count == 2, words.count >= 2, letters == letters.uppercased() {
      code += " " + letters
      words.removeFirst()
    }
    let city = words.prefix { $0.first?.isLetter == true }.joined(separator: " ").prefix { $0 != "," && $0 != "(" && $0 != ":" }
    guard words.count <= 4, city.first?.isUppercase == true, city.count >= 2, !city.contains(where: \.isNumber) else { return nil }
    return (code, String(city))
  }

  /// A name and a house number in either order, and no sign of anything else.
  private static func isStreet(_ line: String) -> Bool {
    guard (5...60).contains(line.utf8.count), line.contains(where: \.isLetter), !line.contains(where: { "@:=<>€$%".contains($0) })
    else {
      return false
    }
    let words = line.split(separator: " ")
    guard words.count >= 2, let first = words.first, let last = words.last else { return false }
    let hasNumber = last.first?.isNumber == true || (last.count == 1 && words.dropLast().last?.first?.isNumber == true)
    return hasNumber != (first.first?.isNumber == true) || (hasNumber && words.count > 2)
  }
}
