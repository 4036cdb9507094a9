import Outreach
import Store

/// Whether the hours of campaign and place are open, worked out once for each pair: a queue of thousands holds few of them.
struct WindowMemory {
  private struct Pair: Hashable {
    let campaign: Campaign.ID?
    let place: Whereabouts
  }

  let gates: Gates
  let mode: Policy.Mode
  let now: Timestamp
  private var known: [Pair: Bool] = [:]

  init(gates: Gates, mode: Policy.Mode, now: Timestamp) { (self.gates, self.mode, self.now) = (gates, mode, now) }

  /// Whether a queued mail is worth asking all gates of.
  mutating func mayBeOpen(_ candidate: MessageList.Candidate, in work: Work) throws -> Bool {
    guard mode.sendMode == .real else { return true }
    let pair = Pair(campaign: candidate.campaign, place: candidate.place)
    if let open = known[pair] { return open }
    let open = try gates.windowGate(campaign: pair.campaign, place: pair.place, in: work) == nil
    known[pair] = open
    return open
  }
}
