/// One word of a template's source.
struct Token {
  /// What kind of word it is; the raw value is how error messages call it.
  enum Kind: String {
    case data = "template data / text"
    case variableBegin = "begin of print statement"
    case variableEnd = "end of print statement"
    case blockBegin = "begin of statement block"
    case blockEnd = "end of statement block"
    case name
    case string
    case integer
    case float
    case end = "end of template"
    case add = "+"
    case subtract = "-"
    case divide = "/"
    case floorDivide = "//"
    case multiply = "*"
    case modulo = "%"
    case power = "**"
    case tilde = "~"
    case leftBracket = "["
    case rightBracket = "]"
    case leftParenthesis = "("
    case rightParenthesis = ")"
    case leftBrace = "{"
    case rightBrace = "}"
    case equal = "=="
    case notEqual = "!="
    case greater = ">"
    case greaterOrEqual = ">="
    case less = "<"
    case lessOrEqual = "<="
    case assign = "="
    case dot = "."
    case colon = ":"
    case pipe = "|"
    case comma = ","
    case semicolon = ";"
  }

  let kind: Kind
  let text: String
  /// Counted from 1.
  let line: Int

  /// How error messages call it.
  var described: String { kind == .name ? text : kind.rawValue }

  /// Whether it is this word.
  func isName(_ word: String) -> Bool { kind == .name && text == word }
}
