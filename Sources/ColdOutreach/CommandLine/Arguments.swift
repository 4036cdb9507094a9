import Outreach

/// A command line, taken apart.
struct Arguments: Sendable, Hashable {
  /// The command's name; empty where none was given.
  var command = ""
  /// The values by option; a flag's is empty.
  var options: [String: [String]] = [:]
  /// What stands behind the command without a hyphen.
  var operands: [String] = []

  /// Whether an option is there.
  func has(_ name: String) -> Bool { options[name] != nil }
  /// The last value of an option.
  func value(_ name: String) -> String? { options[name]?.last }

  /// Takes a command line apart.
  ///
  /// Options may stand anywhere; `--name value` and `--name=value`; after `--` all are operands. `-h` is `--help`.
  /// - Parameters:
  ///   - words: without the program's name.
  ///   - commands: the table.
  /// - Throws: what can't be understood, with the nearest word that can.
  init(_ words: [String], commands: [Command]) throws(UsageError) {
    var (bare, options, isOnlyOperands) = ([String](), [(String, String?)](), false)
    var index = 0
    let withValue = Set((Command.common + commands.flatMap(\.options)).filter { $0.value != nil }.map(\.name))
    while index < words.count {
      let word = words[index]
      index += 1
      if isOnlyOperands || !word.hasPrefix("-") || word == "-" {
        bare.append(word)
      } else if word == "--" {
        isOnlyOperands = true
      } else if word == "-h" {
        options.append(("--help", nil))
      } else if let equals = word.firstIndex(of: "=") {
        options.append((String(word[..<equals]), String(word[word.index(after: equals)...])))
      } else if withValue.contains(word), index < words.count {
        options.append((word, words[index]))
        index += 1
      } else {
        options.append((word, nil))
      }
    }
    let command = try Self.command(bare, commands)
    self.command = command?.name ?? ""
    operands = Array(bare.dropFirst(command?.words.count ?? 0))
    try take(options, of: command, among: commands)
    guard let command, !has("--help") else { return }
    try Self.check(operands, of: command)
  }

  private mutating func take(_ given: [(String, String?)], of command: Command?, among commands: [Command]) throws(UsageError) {
    // Without a command the program starts, so the options of `serve` are fine.
    let own = command?.options ?? commands.first { $0.name == "serve" }?.options ?? []
    for (name, value) in given {
      if name == "--version" && command == nil {
        self.command = "version"
        continue
      }
      guard let option = (own + Command.common).first(where: { $0.name == name }) else {
        let place = command.map { " of “\($0.name)”" } ?? ""
        throw UsageError("There is no option \(name)\(place).\(Self.hint(name, (own + Command.common).map(\.name)))")
      }
      switch (option.value, value) {
      case (nil, .some): throw UsageError("The option \(name) takes no value.")
      case (.some(let wanted), nil): throw UsageError("The option \(name) needs a value: \(name) \(wanted).")
      case (.some, .some(let text)) where !option.choices.isEmpty && !option.choices.contains(text):
        throw UsageError(
          "“\(text)” is not possible for \(name); it is \(option.choices.joined(separator: " or ")).\(Self.hint(text, option.choices))"
        )
      default: options[name, default: []].append(value ?? "")
      }
    }
  }

  private static func command(_ bare: [String], _ commands: [Command]) throws(UsageError) -> Command? {
    guard let first = bare.first else { return nil }
    let candidates = commands.filter { $0.words.first == first }
    // The longer name wins: `backup list` before `backup`.
    let found = candidates.filter { bare.starts(with: $0.words) }.max { $0.words.count < $1.words.count }
    let seconds = candidates.compactMap { $0.words.dropFirst().first }
    if let found {
      // `backup lsit` is a mistyped `backup list`, not a `backup` with an operand.
      guard found.words.count == 1, found.operands.count.upperBound == 0, bare.count > 1, !seconds.isEmpty else { return found }
      throw UsageError("There is no command “\(first) \(bare[1])”.\(hint(bare[1], seconds))")
    }
    guard !candidates.isEmpty else {
      throw UsageError(
        "There is no command “\(first)”.\(hint(first, commands.map { $0.words[0] })) `cold-outreach help` lists them.")
    }
    let list = seconds.joined(separator: ", ")
    guard bare.count > 1 else { throw UsageError("“\(first)” needs one of: \(list).") }
    throw UsageError("There is no command “\(first) \(bare[1])”.\(hint(bare[1], seconds)) There are: \(list).")
  }

  private static func check(_ operands: [String], of command: Command) throws(UsageError) {
    if operands.count < command.operands.count.lowerBound {
      throw UsageError("“\(command.name)” needs \(command.operands.text).")
    }
    if operands.count > command.operands.count.upperBound {
      throw UsageError("“\(operands[command.operands.count.upperBound])” is too much for “\(command.name)”.")
    }
  }

  private static func hint(_ word: String, _ words: [String]) -> String {
    NearestWord.to(word, among: words).map { " Did you mean \($0)?" } ?? ""
  }
}
