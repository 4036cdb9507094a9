import Foundation
import Testing

@testable import Net

@Suite(.serialized) struct EventHubTests {
  private func ask(_ port: UInt16, lastID: String? = nil) -> RawClient {
    let field = lastID.map { "Last-Event-ID: \($0)\r\n" } ?? ""
    return RawClient(port).send("GET /events HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\(field)\r\n")
  }

  @Test func `events reach every page, and a page that comes back gets what it missed`() throws {
    let hub = EventHub(capacity: 4)
    try withServer([.get("/events", handler: hub.handler)]) { port, server in
      let pages = (0..<3).map { _ in ask(port) }
      #expect(eventually { hub.subscriberCount == 3 })
      for page in pages {
        let begin = page.read(until: "id: \(hub.epoch)-0\n\n")
        #expect(begin.contains("Content-Type: text/event-stream") && !begin.contains("gzip") && begin.contains("retry: 1000\n"))
      }
      hub.publish("lead", #"{"id":"1"}"#)
      hub.publish("two\nlines", "a\r\nb\nc")
      for page in pages {
        let events = page.read(until: "data: c\n\n")
        #expect(events.contains("id: \(hub.epoch)-1\nevent: lead\ndata: {\"id\":\"1\"}\n\n"))
        #expect(events.contains("id: \(hub.epoch)-2\nevent: twolines\ndata: a\ndata: b\ndata: c\n\n"))
      }
      for number in 3...6 { hub.publish("n", "\(number)") }
      let rows: [(lastID: String, has: [String], not: String)] = [
        ("\(hub.epoch)-6", ["-6\n\n"], "event:"), ("\(hub.epoch)-4", ["data: 5", "data: 6"], "data: 4"),
        ("\(hub.epoch)-2", ["data: 3", "data: 4", "data: 5", "data: 6"], "reset"),
        ("\(hub.epoch)-1", ["event: reset\ndata: {}\n\n"], "data: 3"),
        ("\(hub.epoch)-7", ["id: \(hub.epoch)-6\nevent: reset\n"], "data: 6"), ("earlier-3", ["event: reset\n"], "data: 6"),
        ("\(hub.epoch)--1", ["event: reset\n"], "data: 6"), ("x", ["event: reset\n"], "data: 6"),
        ("\(hub.epoch)-99999999999999999999", ["event: reset\n"], "data: 6"),
      ]
      for row in rows {
        let page = ask(port, lastID: row.lastID)
        let text = row.has.last.map { page.read(until: $0) } ?? ""
        #expect(row.has.allSatisfy { text.contains($0) } && !text.contains(row.not), "\(row.lastID)\n\(text)")
      }
      for page in pages { page.close() }
      // Well before any heartbeat: closing is noticed by itself.
      #expect(eventually { hub.subscriberCount == 0 && server.connectionCount == 0 })
    }
  }

  @Test func `a silent stream has heartbeats`() throws {
    let hub = EventHub(heartbeatSeconds: 0.05)
    try withServer([.get("/events", handler: hub.handler)]) { port, _ in
      #expect(ask(port).read(until: ": heartbeat\n\n", count: 3).contains(": heartbeat\n\n"))
    }
  }

  @Test func `many events while a page does not read end in a reset, not in memory`() throws {
    let hub = EventHub(capacity: 2)
    try withServer([.get("/events", handler: hub.handler)]) { port, _ in
      let page = ask(port)
      #expect(page.read(until: "-0\n\n").contains("-0\n\n"))
      let large = String(repeating: "x", count: 1 << 19)
      for _ in 0..<64 { hub.publish("large", large) }
      hub.publish("last", "end")
      #expect(page.read(until: "event: reset").contains("event: reset"))
    }
  }
}
