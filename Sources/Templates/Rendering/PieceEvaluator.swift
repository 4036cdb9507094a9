/// `a.split(" ")[0]`, with which many mails take the first name: the piece without the list.
final class PieceEvaluator: Evaluator {
  private let method: AttributeEvaluator
  private let textCall: BoundCall?
  private let arguments: ArgumentEvaluators
  private let separator: UInt8
  private let position: Int

  /// Nil where the item of the owner is anything else.
  init?(_ owner: Evaluator, _ key: Evaluator) {
    guard let call = owner as? CallEvaluator, let method = call.method, method.name == "split", call.arguments.isPlain,
      case .string(let separator)? = call.arguments.only?.constant, separator.utf8.count == 1, let byte = separator.utf8.first,
      case .int(let position)? = key.constant, position >= 0
    else { return nil }
    (self.method, textCall, arguments) = (method, call.textCall, call.arguments)
    (self.separator, self.position) = (byte, position)
  }

  override func value(_ renderer: Renderer, _ frame: Frame) throws(TemplateError) -> Value {
    let owner = try method.owner.value(renderer, frame)
    if case .string(let text) = owner, let piece = TextSearch.piece(text, at: separator, position) {
      try renderer.step()
      return .string(piece)
    }
    let pieces = try method.call(on: owner, textCall, arguments, renderer, frame)
    return try Attributes.item(pieces, .int(position), renderer)
  }
}
