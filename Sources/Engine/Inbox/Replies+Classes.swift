import Outreach
import Store

extension Replies {
  /// Corrections that are learnt from at most, the newest.
  private static let mostLessons = 2000

  /// Corrects what a reply means, and learns from it; naming what the program said at first takes the correction back.
  public func classify(_ id: Reply.ID, as replyClass: IncomingMail.ReplyClass, by acting: ActingAs) async throws -> Reply {
    let reply = try await base.write(as: acting) { work in
      let before = try ReplyTable.get(id, in: work)
      // What was put aside as a mere opt-out, and is none, waits for the person after all.
      let isMisread = before.kind == .unsubscribe && before.wantsNoAnswer && replyClass != .unsubscribe
      try ReplyTable.set(id, state: isMisread ? .open : nil, replyClass: replyClass, in: work)
      let reply = try ReplyTable.get(id, in: work)
      try Self.note(reply, before: before, in: work)
      if let message = reply.messageID, let state = try MessageTable.find(message, in: work)?.state, state.next(.categorize) != nil
      {
        try MessageTable.move(message, .categorize, in: work)
      }
      return reply
    }
    try await relearn()
    return reply
  }

  /// Learns anew from all corrections; also to be called at start.
  public func relearn() async throws {
    guard let sorter else { return }
    sorter.learn(try await base.read { work in try ReplyLessonTable.all(limit: Self.mostLessons, in: work) })
  }

  /// Writes the correction down, or takes it back with the suppressions that it made.
  private static func note(_ reply: Reply, before: Reply, in work: Work) throws {
    let old = try ReplyLessonTable.find(reply.id, in: work)
    let was = old == nil ? before.replyClass : old?.was
    // A wish for silence that the program only misread silences nobody any more.
    if reply.replyClass != .unsubscribe { _ = try SuppressionTable.takeBack(reply.id, in: work) }
    for id in old?.suppressions ?? [] where reply.replyClass != .unsubscribe { try SuppressionTable.takeBack(id, in: work) }
    guard let now = reply.replyClass, now != was else {
      try ReplyLessonTable.remove(reply.id, in: work)
      // What a correction lifted comes back with the first word.
      if reply.replyClass == .unsubscribe, reply.match == .certain { try Evidence.apply(reply, to: reply.messageID, in: work) }
      return
    }
    var made = now == .unsubscribe ? old?.suppressions ?? [] : []
    if now == .unsubscribe, reply.match == .certain {
      let addresses = try Evidence.addresses(of: reply, reply.messageID, in: work)
      let known = try SuppressionTable.ids(of: addresses, mode: reply.mode, in: work)
      try Evidence.apply(reply, to: reply.messageID, in: work)
      made += try SuppressionTable.ids(of: addresses, mode: reply.mode, in: work).subtracting(known)
    }
    try ReplyLessonTable.save(.init(was: was, suppressions: made), of: reply.id, as: now, in: work)
  }
}
