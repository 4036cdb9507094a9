import Testing

@testable import Outreach

@Suite struct FieldMergeTests {
  private static let day: Int64 = 86_400_000

  private func evidence(_ source: String, day: Int64 = 1_000, _ verdict: EmailVerdict? = nil) -> FieldEvidence {
    FieldEvidence(source, at: Timestamp(rawValue: day * Self.day), verdict: verdict)
  }

  @Test func `the better value is the same whoever asks`() {
    let day1 = evidence("website", day: 1)
    let rows: [(String, (String, FieldEvidence)?, (String, FieldEvidence), FieldMerge.Reason?)] = [
      // Nothing known, or the same.
      ("phone", nil, ("1", evidence("openstreetmap")), .gap), ("phone", ("1", day1), ("1", evidence("website")), nil),
      // A person's word stays, also where it says “nothing”.
      ("phone", ("1", evidence("you", day: 1)), ("2", evidence("website")), nil),
      ("phone", ("1", evidence("manual", day: 1)), ("2", evidence("website")), nil),
      ("phone", ("", evidence("you", day: 1)), ("2", evidence("website")), nil),
      // Nearer to the business.
      ("phone", ("1", evidence("openstreetmap")), ("2", evidence("website")), .trusted),
      ("phone", ("1", evidence("website")), ("2", evidence("openstreetmap")), nil),
      ("phone", ("1", evidence("csv")), ("2", evidence("website")), nil),
      // The same source later; another of the same trust only after half a year; one a step below after two years.
      ("phone", ("1", evidence("website", day: 999)), ("2", evidence("website")), .newer),
      ("phone", ("1", evidence("website")), ("2", evidence("website", day: 999)), nil),
      ("phone", ("1", evidence("dataforseo", day: 990)), ("2", evidence("google_maps")), nil),
      ("phone", ("1", evidence("dataforseo", day: 800)), ("2", evidence("google_maps")), .newer),
      ("phone", ("1", evidence("csv", day: 200)), ("2", evidence("website")), .newer),
      ("phone", ("1", evidence("csv", day: 300)), ("2", evidence("website")), nil),
      ("phone", ("1", evidence("csv", day: 1)), ("2", evidence("openstreetmap")), nil),
      // A file fills gaps only; which business it is, is never changed.
      ("phone", ("1", evidence("openstreetmap")), ("2", evidence("csv")), nil),
      ("maps_url", ("1", evidence("openstreetmap")), ("2", evidence("website")), nil),
      ("notes", ("1", evidence("openstreetmap")), ("2", evidence("website")), nil),
      // The fuller wording of the same.
      ("address", ("Am Wall", evidence("website")), ("Am Wall 1", evidence("openstreetmap")), .fuller),
      ("address", ("Am Wall 1", evidence("openstreetmap")), ("am wall", evidence("website")), nil),
      ("contact_name", ("Berg", evidence("website")), ("Anna Berg", evidence("hunter")), .fuller),
      ("phone", ("Am Wall", evidence("website")), ("Am Wall 1", evidence("openstreetmap")), nil),
    ]
    for (field, known, offered, reason) in rows {
      let found = FieldMerge.reason(
        field, known: known.map { (value: $0.0, evidence: $0.1) }, offered: (value: offered.0, evidence: offered.1))
      #expect(found == reason, "\(field) \(known?.0 ?? "–") ← \(offered.0)")
    }
    var passing = evidence("google_places")
    passing.isPassing = true
    #expect(
      FieldMerge.reason(
        "location", known: (value: "1", evidence: evidence("openstreetmap")), offered: (value: "2", evidence: passing)) == nil)
    #expect(FieldMerge.reason("location", known: nil, offered: (value: "2", evidence: passing)) == .gap)
  }

  @Test func `an address that takes mail goes before one that does not`() {
    let rows: [(EmailVerdict?, String, EmailVerdict?, FieldMerge.Reason?)] = [
      (nil, "openstreetmap", nil, .trusted), (.valid, "openstreetmap", nil, nil), (.valid, "openstreetmap", .valid, .trusted),
      (.invalid, "csv", nil, .verified), (.disposable, "csv", .unknown, .verified), (.invalid, "csv", .invalid, nil),
      (nil, "csv", .valid, .verified), (.acceptAll, "csv", .valid, .verified), (nil, "openstreetmap", .invalid, nil),
      (nil, "csv", nil, nil), (.invalid, "you", .valid, nil),
    ]
    for (mine, source, theirs, reason) in rows {
      let known = (value: "a@x.de", evidence: evidence(source, day: 999, mine))
      let found = FieldMerge.reason(
        "email", known: known, offered: (value: "b@x.de", evidence: evidence("website", day: 1_000, theirs)))
      #expect(found == reason, "\(mine?.rawValue ?? "–") \(source) ← \(theirs?.rawValue ?? "–")")
    }
  }
}
