/// How missing values behave; the names are those of the Jinja documentation.
public enum UndefinedPolicy: String, Sendable {
  /// Prints nothing; attributes of it are errors.
  case `default`
  /// Any use but a test is an error.
  case strict
  /// Prints nothing, and so do its attributes.
  case chainable
  /// Prints the expression that was missing.
  case debug
}

/// The options of the language; the defaults are Jinja's own.
public struct TemplateOptions: Sendable, Equatable {
  /// Removes the first newline after a block tag.
  public var trimBlocks = false
  /// Removes white space before a block tag that starts its line.
  public var lstripBlocks = false
  /// Keeps one newline at the end of the template.
  public var keepTrailingNewline = false
  /// Escapes printed values for HTML.
  public var autoescape = false
  /// How missing values behave.
  public var undefined = UndefinedPolicy.default

  /// Jinja's defaults.
  public init() {}

  /// What the product uses for mail: missing values are errors, HTML is escaped.
  public static func mail(html: Bool) -> TemplateOptions {
    var options = TemplateOptions()
    options.undefined = .strict
    options.autoescape = html
    return options
  }
}

/// What one rendering may use; past any of them it ends with an error of kind `limit`.
public struct TemplateLimits: Sendable {
  /// Units of work: one a statement, loop turn or call, more for long texts.
  public var steps = 1_500_000
  /// Bytes of UTF-8 that the result, or any text made on the way, may have.
  public var outputBytes = 8_000_000
  /// Calls of macros, blocks, includes and recursive loops inside each other.
  public var depth = 200
  /// Items of a list that is made at once (`range`, `*`, `list`).
  public var listItems = 100_000
  /// Bytes of the thread's stack that rendering may use from where it began.
  public var stackBytes = 300_000

  /// The defaults: far above any mail, reached by a hostile template in well under a second.
  public init() {}

  /// Decimal digits of a whole number, as in Python.
  static let wholeDigits = 4300
  /// Characters of width or precision in a format.
  static let formatWidth = 100_000
  /// Bytes of one template's source.
  static let sourceBytes = 1_000_000
  /// Expressions and statements inside each other, in the source.
  static let syntaxDepth = 120
  /// Bytes of stack that the parser and the compiler may use.
  static let parserStackBytes = 300_000
  /// Lists in lists that a value may have.
  static let valueDepth = 200
}
