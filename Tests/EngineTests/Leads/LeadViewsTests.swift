import Fakes
import Foundation
import Outreach
import SQLite
import Store
import Synchronization
import Testing

@testable import Engine

struct LeadViewsTests {
  @Test func `a view is kept sealed, replaced by its name, and forgotten`() async throws {
    let bench = try await ImportBench.make()
    let (base, acting) = (bench.temporary.base, ActingAs(.user))
    let views = LeadViews(base: base)
    _ = try await views.keep(name: " Bakers ", query: "q=zimmermann", columns: ["city"], as: acting)
    let second = try await views.keep(name: "bäckers", query: "", columns: [], as: acting)
    let again = try await views.keep(name: "BAKERS", query: "q=miller", columns: ["city", "email"], as: acting)
    #expect(try await views.all().map(\.name) == ["bäckers", "BAKERS"])
    #expect(try await views.all().last == again && again.columns == ["city", "email"])
    let stored = try await base.read { work in try work.tx.rows("SELECT view_sealed FROM lead_view") { try $0.blob("view_sealed") }
    }
    #expect(stored.count == 2 && !stored.contains { String(decoding: $0, as: UTF8.self).contains("miller") })
    try await views.forget(second.id, as: acting)
    #expect(try await views.all() == [again])
    await #expect(throws: Fault.self) { try await views.forget(second.id, as: acting) }
    for (name, query) in [("", ""), ("  ", ""), ("x", String(repeating: "q", count: 3000))] {
      await #expect(throws: Fault.self) { try await views.keep(name: name, query: query, columns: [], as: acting) }
    }
    for number in 1..<LeadViews.most { _ = try await views.keep(name: "v\(number)", query: "", columns: [], as: acting) }
    await #expect(throws: Fault.self) { try await views.keep(name: "one more", query: "", columns: [], as: acting) }
    #expect(try await views.all().count == LeadViews.most)
  }

  @Test func `fields of one's own get a name that templates know, and are emptied`() async throws {
    let bench = try await ImportBench.make()
    let leads = Leads(base: bench.temporary.base)
    var edit = Leads.Edit()
    edit.texts["business_name"] = "A"
    edit.custom = ["Opening hours": "9 to 5", "Größe": "12", "empty": ""]
    let lead = try await leads.add(edit, as: ActingAs(.user))
    #expect(lead.details.custom == ["opening_hours": "9 to 5", "grosse": "12"])
    var change = Leads.Edit()
    change.custom = ["opening_hours": "9 to 6", "grosse": ""]
    let changed = try await leads.edit(lead.id, version: lead.version, change, as: ActingAs(.user))
    #expect(changed.details.custom == ["opening_hours": "9 to 6"])
  }

  @Test func `picked leads are taken out in their order, and those that are gone are left out`() async throws {
    let bench = try await ImportBench.make()
    try await bench.run("Company,Size\n" + (0..<1203).map { "B\($0),\($0)\n" }.joined())
    let ids = try await bench.leads().sorted { $0.details.businessName > $1.details.businessName }.map(\.id)
    let out = Mutex<[UInt8]>([])
    let picked = ids + [Lead.ID(at: 1)]
    let count = try await Exports(base: bench.temporary.base).export(.leads, as: .csv, picked: picked, by: ActingAs(.user)) {
      piece in
      out.withLock { $0 += piece }
    }
    let lines = String(decoding: out.withLock { $0 }, as: UTF8.self).split(separator: "\r\n")
    #expect(count == 1203 && lines.count == 1204 && lines[0].contains("custom.size"))
    #expect(lines[1].contains("B999") && lines[1203].contains("B0"))
  }
}
