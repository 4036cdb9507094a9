import JSONText
import Outreach
import Platform

/// Why the base can't be opened now. The program does not exit: it shows a page that explains, with ways out.
struct StartTrouble: Error, Sendable {
  /// The kind of trouble.
  enum Kind: String, Sendable, CaseIterable {
    case locked, newer, damaged, readOnly, diskFull, needsPassphrase, keysMissing, failed
  }

  /// A way out, as a button on the page.
  struct Way: Sendable {
    /// Letters and hyphens; the last part of its route.
    let id: String
    /// The word on the button.
    let text: String
    /// What it does; afterwards the base is opened again. What it throws is shown.
    let run: @Sendable () async throws -> Void

    /// A way out.
    init(_ id: String, _ text: String, run: @escaping @Sendable () async throws -> Void) {
      (self.id, self.text, self.run) = (id, text, run)
    }
  }

  let kind: Kind
  /// What happened and what was kept, for the person; empty for the kind's own words.
  let detail: String
  /// Besides Try again and Quit, which are always there.
  let ways: [Way]

  /// A trouble of a kind.
  init(_ kind: Kind, _ detail: String = "", ways: [Way] = []) { (self.kind, self.detail, self.ways) = (kind, detail, ways) }

  /// What an error means at start.
  init(_ error: any Error) {
    switch error {
    case let trouble as StartTrouble: self = trouble
    case let error as SystemError where error.isDiskFull: self.init(.diskFull, "The program \(error).")
    case let error as SystemError where error.isReadOnly: self.init(.readOnly, "The program \(error).")
    case let error as SystemError: self.init(.failed, "The program \(error).")
    case let fault as Fault where fault.code == .locked: self.init(.locked, fault.detail)
    case let fault as Fault: self.init(.failed, fault.detail)
    default: self.init(.failed, "\(error)")
    }
  }

  /// All of it, where there is no page.
  var text: String { ["\(title).", detail, advice].filter { !$0.isEmpty }.joined(separator: " ") }

  /// What its page asks for; nil for nothing.
  var asks: String? {
    switch kind {
    case .needsPassphrase: "Passphrase or recovery key"
    case .keysMissing: "Recovery key"
    default: nil
    }
  }

  /// The heading of its page.
  var title: String {
    switch kind {
    case .locked: "Another program has your data open"
    case .newer: "Your data is from a newer version"
    case .damaged: "Your data can't be read"
    case .readOnly: "Your data can't be written"
    case .diskFull: "The disk is full"
    case .needsPassphrase: "Your data is locked"
    case .keysMissing: "The key to your data is missing"
    case .failed: "The program could not open your data"
    }
  }

  /// What to do.
  var advice: String {
    switch kind {
    case .locked: "Close the other program, then try again. Two at once could send a mail twice, so this one waits."
    case .newer: "Start the newer version of the program instead. Nothing was changed, and nothing is sent until then."
    case .damaged:
      "Nothing was changed. \(ways.isEmpty ? "T" : "Restore the newest backup, or t")ry again if the disk was away for a moment."
    case .readOnly: "Look whether the folder belongs to you and the disk is not write-protected, then try again."
    case .diskFull: "Make room by deleting or moving files, then try again. Nothing was lost, and nothing is sent until then."
    case .needsPassphrase: "Enter the passphrase that you chose, or your recovery key, to unlock it. Nothing is sent until then."
    case .keysMissing: "Type the recovery key that you printed, or put the key file back and try again. Nothing was changed."
    case .failed: "Try again; if it lasts, the log tells more."
    }
  }
}

/// Where the start stands.
enum StartState: Sendable {
  /// The base is being opened.
  case starting
  /// The pages are there.
  case ready
  /// The page explains.
  case trouble(StartTrouble)
  /// The program is ending.
  case stopping

  /// The word in JSON.
  var word: String {
    switch self {
    case .starting: "starting"
    case .ready: "ready"
    case .trouble(let trouble): trouble.kind.rawValue
    case .stopping: "stopping"
    }
  }
}
