import Net

/// Routes as a table of contents: path and what it is for, side by side.
extension Route {
  static func get(_ path: String, _ summary: String, query: [String] = [], _ handler: @escaping HTTPHandler) -> Route {
    .get(path, summary: summary, query: query, handler: handler)
  }

  static func post(_ path: String, _ summary: String, _ handler: @escaping HTTPHandler) -> Route {
    .post(path, summary: summary, handler: handler)
  }

  static func patch(_ path: String, _ summary: String, _ handler: @escaping HTTPHandler) -> Route {
    .patch(path, summary: summary, handler: handler)
  }

  static func delete(_ path: String, _ summary: String, _ handler: @escaping HTTPHandler) -> Route {
    .delete(path, summary: summary, handler: handler)
  }
}
