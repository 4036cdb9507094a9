import Outreach
import Testing

@testable import Mail

@Suite struct ReplyLearningTests {
  private func right(_ classifier: ReplyClassifier, _ rows: [LabelledReplies.Row]) -> Int {
    rows.count { classifier.classify(subject: "Re: Hello", text: $0.text).replyClass == $0.replyClass }
  }

  private func lessons(_ rows: [LabelledReplies.Row]) -> [ReplyLesson] {
    rows.map { ReplyLesson(subject: "Re: Hello", text: $0.text, replyClass: $0.replyClass) }
  }

  @Test func `answers in many languages that it never saw are classed`() {
    #expect(LabelledReplies.probes.count >= 200)
    let classifier = ReplyClassifier()
    let wrong = LabelledReplies.probes.filter {
      classifier.classify(subject: "Re: Hello", text: $0.text).replyClass != $0.replyClass
    }
    #expect(wrong.count * 100 <= LabelledReplies.probes.count * 20, "\(wrong)")
  }

  @Test func `twenty corrections improve what it says of other answers, whichever twenty they are`() {
    let before = right(ReplyClassifier(), LabelledReplies.probes)
    let plain = ReplyClassifier()
    let mistakes = LabelledReplies.lessons.filter { plain.classify(subject: "", text: $0.text).replyClass != $0.replyClass }
    let others = LabelledReplies.lessons.filter { plain.classify(subject: "", text: $0.text).replyClass == $0.replyClass }
    #expect(mistakes.count >= 10 && others.count >= 20)
    for turn in 0..<8 {
      // Ten of what it got wrong, ten of what it got right, in other mixtures each time.
      var chosen: [LabelledReplies.Row] = []
      for step in 0..<10 {
        chosen.append(mistakes[(step * 3 + turn) % mistakes.count])
        chosen.append(others[(step * 7 + turn * 3) % others.count])
      }
      let after = right(ReplyClassifier(lessons: lessons(chosen)), LabelledReplies.probes)
      #expect(after > before, "turn \(turn): \(after) after, \(before) before")
    }
  }

  @Test func `corrections never worsen what it says of other answers`() {
    let before = right(ReplyClassifier(), LabelledReplies.probes)
    for count in [1, 2, 5, 10, 20, LabelledReplies.lessons.count] {
      for turn in 0..<4 {
        let chosen = (0..<count).map { LabelledReplies.lessons[($0 * 5 + turn * 11) % LabelledReplies.lessons.count] }
        let after = right(ReplyClassifier(lessons: lessons(chosen)), LabelledReplies.probes)
        #expect(after >= before, "\(count) from \(turn): \(after) after, \(before) before")
      }
    }
  }

  @Test func `what was corrected is known from then on, and a correction taken back leaves nothing`() {
    let sorter = LearningSorter()
    let text = "Swing past our stand at the fair, I am there all day."
    let plain = sorter.classifier.classify(subject: "Re: Hello", text: text)
    #expect(plain.replyClass != .interested)
    sorter.learn([ReplyLesson(subject: "Re: Hello", text: text, replyClass: .interested)])
    #expect(sorter.classifier.classify(subject: "Re: Hello", text: text).replyClass == .interested)
    sorter.learn([])
    #expect(sorter.classifier.classify(subject: "Re: Hello", text: text) == plain)
  }

  @Test func `no number of corrections makes a plain wish to be left alone something else`() {
    let lesson = ReplyLesson(subject: "", text: "Please unsubscribe me.", replyClass: .interested)
    let taught = ReplyClassifier(lessons: Array(repeating: lesson, count: 50))
    #expect(taught.classify(subject: "Re: Hello", text: "Please unsubscribe me.").replyClass == .unsubscribe)
  }
}
