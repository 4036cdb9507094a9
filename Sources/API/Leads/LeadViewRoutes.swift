import Engine
import JSONText
import Net
import Outreach
import Store

/// Views of the lead list that the person kept.
enum LeadViewRoutes {
  /// Every route of views.
  static func all(_ services: Services) -> [Route] {
    let views = LeadViews(base: services.base)
    return [
      .get("/api/lead-views", "Views of the lead list that were kept") { _ in
        .json(.members(["data": .array(try await views.all().map(json)), "next_cursor": nil]))
      },
      .post("/api/lead-views", "Keep a view under a name; the same name replaces it") { request in
        let body = try RequestBody(request)
        let view = try await views.keep(
          name: try body.needText("name"), query: try body.text("query") ?? "", columns: try body.texts("columns") ?? [],
          as: request.acting)
        return .json(json(view), status: 201)
      },
      .delete("/api/lead-views/{id}", "Forget a view") { request in
        try await views.forget(try request.id(LeadView.self), as: request.acting)
        return HTTPResponse(status: 204)
      },
    ]
  }

  private static func json(_ view: LeadView) -> JSON {
    .members([
      "id": .string(view.id.rawValue), "name": .string(view.name), "query": .string(view.query), "columns": .texts(view.columns),
    ])
  }
}
