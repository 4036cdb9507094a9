import Engine
import JSONText
import Net
import Outreach

/// How the data is protected: passphrase, recovery key, data key.
enum ProtectionRoutes {
  /// Every route of protection.
  static func all(_ services: Services) -> [Route] {
    let protection = services.protection
    return [
      .get("/api/protection", "How the data is protected") { _ in .json(try await state(protection)) },
      .post("/api/protection/passphrase", "Set, change or take away the passphrase") { request in
        let body = try RequestBody(request)
        guard body.has("passphrase") else {
          throw Fault(
            .badInput, "The request can't be understood.", fields: [.init("passphrase", "is missing; null takes it away")])
        }
        try await protection.setPassphrase(
          try body.text("passphrase"), current: try body.text("current"), as: request.acting)
        return .json(try await state(protection))
      },
      .post("/api/protection/recovery-key", "Make a recovery key; it is shown this once") { request in
        let current = try RequestBody(request).text("current")
        return .json(.members(["key": .string(try await protection.makeRecoveryKey(current: current))]), status: 201)
      },
      .post("/api/protection/recovery-key/confirm", "Take the recovery key into use that was shown") { request in
        try await protection.confirmRecoveryKey(ending: try RequestBody(request).needText("ending"), as: request.acting)
        return .json(try await state(protection))
      },
      .post("/api/protection/recovery-key/decline", "Do without a recovery key") { request in
        try await protection.declineRecoveryKey(as: request.acting)
        return .json(try await state(protection))
      },
      .post("/api/protection/data-key", "Begin a new data key; values are moved to it in the background") { request in
        try await protection.changeDataKey(current: try RequestBody(request).text("current"), as: request.acting)
        await services.scheduler.wake()
        return .json(try await state(protection), status: 202)
      },
    ] + PrivacyRoutes.all(services) + [MetricsRoute.route(services)]
  }

  private static func state(_ protection: Protection) async throws -> JSON {
    let state = try await protection.state()
    return .members([
      "passphrase": .bool(state.hasPassphrase), "recovery": .string(state.recovery.rawValue),
      "recovery_at": state.recoveryAt.map(JSON.time) ?? .null, "data_key": .number(state.dataKey),
      "resealing": .bool(state.isResealing),
    ])
  }
}
