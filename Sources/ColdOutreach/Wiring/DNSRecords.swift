import Outreach
import Platform

/// The system's name servers, each question on a thread of its own.
struct DNSRecords: DomainRecords {
  /// Whom to ask, and for how long.
  var servers = DNS()

  func exchanges(of domain: String) async -> RecordAnswer {
    await ask {
      $0.mailExchanges(domain)
    } text: {
      $0.host
    }
  }

  func texts(of name: String) async -> RecordAnswer {
    await ask {
      $0.texts(name)
    } text: {
      $0
    }
  }

  func addresses(of host: String) async -> RecordAnswer {
    await ask {
      $0.addresses(host)
    } text: {
      $0
    }
  }

  func names(of address: String) async -> RecordAnswer {
    await ask {
      $0.names(ofAddress: address)
    } text: {
      $0
    }
  }

  private func ask<Record: Sendable & Hashable>(
    _ question: @escaping @Sendable (DNS) -> DNS.Answer<Record>, text: (Record) -> String
  ) async -> RecordAnswer {
    guard let answer = try? await OwnThread.run({ [servers] in question(servers) }) else { return .unknown }
    return switch answer {
    case .records(let records): .records(records.map(text))
    case .none: .none
    case .noSuchName: .noSuchName
    case .unknown: .unknown
    }
  }
}
