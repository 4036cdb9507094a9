import Finding
import SQLite

/// The tables, in the order in which they came to be.
///
/// Append only: a released migration is never edited. A column whose name ends in `_sealed` holds sealed bytes, one that ends in
/// `_hash` a keyed hash; times are UTC milliseconds; states are checked against the state machines by a test.
public enum Schema {
  /// Every migration in order.
  public static let migrations: [Migration] = [
    Migration("0001 settings, sessions and audit") { tx in try tx.script(system) },
    Migration("0002 leads") { tx in try tx.script(leads) },
    Migration("0003 campaigns and messages") { tx in try tx.script(messages) },
    Migration("0004 inbox and practice") { tx in try tx.script(inbox) },
    Migration("0005 counters") { tx in try tx.script(counters) },
    .returnDates,
    .missingDrafts,
    .sequences,
    .templateVersions,
    .replyLessons,
    .ledgerCount,
    .mailSearch,
    .suppressionCause,
    .mailboxCause,
    discovery,
    .leadViews,
    mailboxRetry,
    mailboxes,
    .templateDesk,
    sources,
    pace,
    .emailVerdict,
    .attachments,
    .mailDomains,
    proposals,
    .factReason,
    .draftBatches,
    .templateFiles,
  ]

  private static let system = """
    CREATE TABLE setting (
      key TEXT PRIMARY KEY, value TEXT, value_sealed BLOB, updated_at INTEGER NOT NULL,
      CHECK ((value IS NULL) <> (value_sealed IS NULL))) STRICT, WITHOUT ROWID;
    CREATE TABLE secret (name TEXT PRIMARY KEY, value_sealed BLOB NOT NULL, updated_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE session (
      id_hash BLOB PRIMARY KEY, csrf_sealed BLOB NOT NULL, created_at INTEGER NOT NULL, seen_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE audit (
      number INTEGER PRIMARY KEY, at INTEGER NOT NULL, actor TEXT NOT NULL CHECK (actor IN ('system','user','agent')),
      action TEXT NOT NULL, entity TEXT NOT NULL, entity_id TEXT, lead_id TEXT, change_sealed BLOB, request_id TEXT, session_id TEXT,
      mac BLOB NOT NULL) STRICT;
    CREATE INDEX audit_entity ON audit (entity, entity_id, number);
    CREATE TABLE audit_anchor (
      one INTEGER PRIMARY KEY CHECK (one = 1), through INTEGER NOT NULL, mac BLOB NOT NULL, at INTEGER NOT NULL) STRICT;
    CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit rows never change'); END;
    CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
      WHEN OLD.number > COALESCE((SELECT through FROM audit_anchor), 0)
      BEGIN SELECT RAISE(ABORT, 'audit rows are deleted by retention only'); END;
    CREATE TABLE job (
      number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, payload TEXT NOT NULL, lane TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('pending','running','completed','failed','cancelled')),
      attempts INTEGER NOT NULL DEFAULT 0, not_before INTEGER NOT NULL, priority INTEGER NOT NULL DEFAULT 0,
      lease TEXT, done INTEGER, total INTEGER, error TEXT, request_id TEXT, once_key TEXT,
      created_at INTEGER NOT NULL, started_at INTEGER, finished_at INTEGER) STRICT;
    CREATE INDEX job_due ON job (not_before, priority DESC, number) WHERE state = 'pending';
    CREATE INDEX job_running ON job (lane) WHERE state = 'running';
    CREATE UNIQUE INDEX job_once ON job (once_key) WHERE once_key IS NOT NULL AND state IN ('pending','running');
    CREATE TABLE recurring (id TEXT PRIMARY KEY, last_at INTEGER, next_at INTEGER NOT NULL, last_error TEXT) STRICT, WITHOUT ROWID;
    CREATE TABLE hazard (
      id TEXT PRIMARY KEY, kind TEXT NOT NULL, crashes INTEGER NOT NULL, in_progress INTEGER NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    """

  private static let leads = """
    CREATE TABLE lead (
      number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, key_sealed BLOB NOT NULL,
      business_name TEXT NOT NULL, category TEXT, city TEXT, state_region TEXT, postal_code TEXT, country TEXT,
      latitude REAL, longitude REAL, time_zone TEXT, maps_url TEXT, website TEXT, domain TEXT,
      contact_method TEXT NOT NULL CHECK (contact_method IN ('email','form','phone','none')),
      page_url TEXT, page_title TEXT, domain_authority INTEGER, source TEXT NOT NULL, confidence REAL,
      state TEXT NOT NULL CHECK (state IN ('discovered','analyzing','analyzed','pending_review','approved','rejected',
        'ready_for_outreach','contacted','replied','failed','expired')),
      review_status TEXT NOT NULL CHECK (review_status IN ('pending','approved','rejected')),
      outcome TEXT NOT NULL CHECK (outcome IN ('open','meeting','accepted','rejected')),
      score INTEGER, score_reasons TEXT NOT NULL DEFAULT '[]',
      personal_sealed BLOB NOT NULL, email_hash BLOB, phone_hash BLOB, place_key TEXT, has_email INTEGER NOT NULL,
      discovered_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, version INTEGER NOT NULL) STRICT;
    CREATE UNIQUE INDEX lead_maps_url ON lead (maps_url) WHERE maps_url IS NOT NULL;
    CREATE INDEX lead_email ON lead (email_hash) WHERE email_hash IS NOT NULL;
    CREATE INDEX lead_place ON lead (place_key) WHERE place_key IS NOT NULL;
    CREATE INDEX lead_domain ON lead (domain) WHERE domain IS NOT NULL;
    CREATE INDEX lead_name ON lead (business_name COLLATE NOCASE, number);
    CREATE INDEX lead_discovered ON lead (discovered_at, number);
    CREATE INDEX lead_updated ON lead (updated_at, number);
    CREATE INDEX lead_score ON lead (COALESCE(score, -1), number);
    CREATE INDEX lead_state ON lead (state, discovered_at, number);
    CREATE INDEX lead_review ON lead (review_status, discovered_at, number);
    CREATE TABLE lead_tag (
      lead_id TEXT NOT NULL REFERENCES lead (id) ON DELETE CASCADE, tag TEXT NOT NULL, PRIMARY KEY (tag, lead_id)) STRICT, WITHOUT ROWID;
    CREATE INDEX lead_tag_lead ON lead_tag (lead_id);
    CREATE TABLE contact_fact (
      number INTEGER PRIMARY KEY, lead_id TEXT NOT NULL REFERENCES lead (id) ON DELETE CASCADE, field TEXT NOT NULL,
      value_sealed BLOB NOT NULL, source TEXT NOT NULL, url TEXT, at INTEGER NOT NULL) STRICT;
    CREATE INDEX contact_fact_lead ON contact_fact (lead_id, number);
    CREATE TABLE lead_event (
      number INTEGER PRIMARY KEY, lead_id TEXT NOT NULL REFERENCES lead (id) ON DELETE CASCADE, at INTEGER NOT NULL,
      kind TEXT NOT NULL, actor TEXT NOT NULL, detail_sealed BLOB) STRICT;
    CREATE INDEX lead_event_lead ON lead_event (lead_id, number);
    CREATE VIRTUAL TABLE lead_search USING fts5 (words, content='', detail=none, tokenize='unicode61 remove_diacritics 2', prefix='2 3');
    CREATE TABLE import_run (
      id TEXT PRIMARY KEY, name_sealed BLOB NOT NULL, state TEXT NOT NULL
        CHECK (state IN ('uploading','ready','running','completed','failed','cancelled')),
      bytes INTEGER NOT NULL DEFAULT 0, records INTEGER NOT NULL DEFAULT 0, position INTEGER NOT NULL DEFAULT 0,
      imported INTEGER NOT NULL DEFAULT 0, updated INTEGER NOT NULL DEFAULT 0, skipped INTEGER NOT NULL DEFAULT 0,
      failed INTEGER NOT NULL DEFAULT 0, mapping TEXT, error TEXT, created_at INTEGER NOT NULL, finished_at INTEGER,
      size INTEGER NOT NULL DEFAULT 0, suppressed INTEGER NOT NULL DEFAULT 0, warnings INTEGER NOT NULL DEFAULT 0,
      columns_sealed BLOB) STRICT, WITHOUT ROWID;
    CREATE TABLE import_problem (
      number INTEGER PRIMARY KEY, import_id TEXT NOT NULL REFERENCES import_run (id) ON DELETE CASCADE, line INTEGER NOT NULL,
      detail TEXT NOT NULL, record_sealed BLOB NOT NULL) STRICT;
    CREATE INDEX import_problem_import ON import_problem (import_id, number);
    """

  private static let messages = """
    CREATE TABLE mailbox (
      id TEXT PRIMARY KEY, state TEXT NOT NULL CHECK (state IN ('ok','paused','failing')), reason TEXT, next_at INTEGER,
      since_break INTEGER NOT NULL DEFAULT 0, last_ok_at INTEGER) STRICT, WITHOUT ROWID;
    CREATE TABLE campaign (
      number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('stopped','running','paused')),
      send_window TEXT, daily_cap INTEGER, created_at INTEGER NOT NULL, version INTEGER NOT NULL) STRICT;
    CREATE TABLE step (
      id TEXT PRIMARY KEY, campaign_id TEXT NOT NULL REFERENCES campaign (id), position INTEGER NOT NULL,
      content_sealed BLOB NOT NULL, version INTEGER NOT NULL, UNIQUE (campaign_id, position)) STRICT, WITHOUT ROWID;
    CREATE TABLE template (
      id TEXT PRIMARY KEY, name TEXT NOT NULL, content_sealed BLOB NOT NULL,
      version INTEGER NOT NULL, updated_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE enrollment (
      id TEXT PRIMARY KEY, campaign_id TEXT NOT NULL REFERENCES campaign (id), lead_id TEXT NOT NULL REFERENCES lead (id),
      state TEXT NOT NULL CHECK (state IN ('active','held','finished','replied','bounced','unsubscribed','stopped','failed')),
      mode TEXT NOT NULL CHECK (mode IN ('practice','draft','real')), position INTEGER NOT NULL DEFAULT 0,
      archived INTEGER NOT NULL DEFAULT 0, created_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX enrollment_once ON enrollment (campaign_id, lead_id) WHERE archived = 0;
    CREATE INDEX enrollment_lead ON enrollment (lead_id);
    CREATE TABLE message (
      number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL CHECK (kind IN ('campaign','answer')),
      mode TEXT NOT NULL CHECK (mode IN ('practice','draft','real')),
      state TEXT NOT NULL CHECK (state IN ('composed','approved','queued','sending','sent','saved_as_draft','delivered','opened',
        'replied','categorized','failed','bounced','unsure','cancelled')),
      lead_id TEXT NOT NULL REFERENCES lead (id), enrollment_id TEXT REFERENCES enrollment (id),
      campaign_id TEXT REFERENCES campaign (id), step_id TEXT REFERENCES step (id), mailbox_id TEXT NOT NULL REFERENCES mailbox (id),
      to_hash BLOB NOT NULL, to_domain_hash BLOB NOT NULL, subject_hash BLOB NOT NULL, content_sealed BLOB NOT NULL, content_hash TEXT NOT NULL, approved_hash TEXT,
      composed_at INTEGER NOT NULL, approved_at INTEGER, not_before INTEGER, sent_at INTEGER, undo_until INTEGER,
      header_id TEXT UNIQUE, in_reply_to TEXT, thread TEXT NOT NULL DEFAULT '', attempts INTEGER NOT NULL DEFAULT 0,
      error_sealed BLOB, archived INTEGER NOT NULL DEFAULT 0, version INTEGER NOT NULL, updated_at INTEGER NOT NULL,
      CHECK (state NOT IN ('approved','queued','sending') OR approved_hash IS content_hash)) STRICT;
    CREATE UNIQUE INDEX message_once ON message (enrollment_id, step_id) WHERE enrollment_id IS NOT NULL AND state <> 'cancelled';
    CREATE INDEX message_state ON message (archived, state, number);
    CREATE INDEX message_lead ON message (lead_id, number);
    CREATE INDEX message_to ON message (to_hash, sent_at);
    CREATE INDEX message_subject ON message (subject_hash);
    CREATE INDEX message_queue ON message (not_before, number) WHERE state = 'queued';
    CREATE INDEX message_answer ON message (number) WHERE state = 'queued' AND kind = 'answer';
    CREATE INDEX message_campaign ON message (campaign_id, archived, state, number);
    CREATE TABLE message_event (
      number INTEGER PRIMARY KEY, message_id TEXT NOT NULL REFERENCES message (id), at INTEGER NOT NULL, kind TEXT NOT NULL,
      detail_sealed BLOB) STRICT;
    CREATE INDEX message_event_message ON message_event (message_id, number);
    CREATE TABLE send_attempt (
      number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, message_id TEXT NOT NULL REFERENCES message (id),
      mailbox_id TEXT NOT NULL REFERENCES mailbox (id), mode TEXT NOT NULL CHECK (mode IN ('practice','draft','real')),
      to_domain_hash BLOB NOT NULL, bytes_hash TEXT NOT NULL, started_at INTEGER NOT NULL, dot_at INTEGER, finished_at INTEGER,
      outcome TEXT CHECK (outcome IN ('accepted','saved','refused','not_sent','unknown')), reply_code INTEGER,
      reply_sealed BLOB) STRICT;
    CREATE INDEX send_attempt_message ON send_attempt (message_id, number);
    CREATE INDEX send_attempt_pace ON send_attempt (mode, mailbox_id, started_at);
    CREATE INDEX send_attempt_domain ON send_attempt (to_domain_hash, started_at);
    CREATE TABLE suppression (
      id TEXT PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('address','domain')), value_hash BLOB NOT NULL, value_sealed BLOB,
      reason TEXT NOT NULL CHECK (reason IN ('unsubscribed','bounced','complaint','manual','erased','imported')),
      mode TEXT NOT NULL CHECK (mode IN ('practice','draft','real')), created_at INTEGER NOT NULL,
      UNIQUE (kind, value_hash, mode)) STRICT, WITHOUT ROWID;
    """

  private static let inbox = """
    CREATE TABLE reply (
      number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, lead_id TEXT NOT NULL REFERENCES lead (id),
      message_id TEXT REFERENCES message (id), mailbox_id TEXT NOT NULL REFERENCES mailbox (id),
      kind TEXT NOT NULL CHECK (kind IN ('bounce','delayed','delivered','auto_reply','reply','unsubscribe','complaint','receipt','other')),
      class TEXT CHECK (class IN ('interested','question','not_interested','wrong_person','unsubscribe')),
      reasons_sealed BLOB, certainty TEXT NOT NULL CHECK (certainty IN ('certain','possible','dismissed')),
      state TEXT NOT NULL CHECK (state IN ('open','done')), mode TEXT NOT NULL CHECK (mode IN ('practice','draft','real')),
      content_sealed BLOB NOT NULL, header_id TEXT NOT NULL, thread TEXT NOT NULL DEFAULT '',
      archived INTEGER NOT NULL DEFAULT 0, received_at INTEGER NOT NULL, UNIQUE (mailbox_id, header_id)) STRICT;
    CREATE INDEX reply_state ON reply (archived, state, number);
    CREATE INDEX reply_lead ON reply (lead_id, number);
    CREATE INDEX reply_message ON reply (message_id);
    CREATE TABLE inbox_cursor (
      mailbox_id TEXT NOT NULL REFERENCES mailbox (id), folder TEXT NOT NULL, uid_validity INTEGER NOT NULL, uid INTEGER NOT NULL,
      checked_at INTEGER NOT NULL, PRIMARY KEY (mailbox_id, folder)) STRICT, WITHOUT ROWID;
    CREATE TABLE practice_mail (
      number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, folder TEXT NOT NULL, raw_sealed BLOB NOT NULL, to_sealed BLOB,
      header_id TEXT, at INTEGER NOT NULL, answered INTEGER NOT NULL DEFAULT 0) STRICT;
    CREATE INDEX practice_mail_header ON practice_mail (folder, header_id);
    """

  /// Counting is what makes such programs slow, so triggers keep what the screens show.
  private static let counters =
    bump("lead", "state", columns: "state", name: "'lead.state.' || $.state", live: "1")
    + bump("lead", "review", columns: "review_status", name: "'lead.review.' || $.review_status", live: "1")
    + bump("message", "state", columns: "state, archived", name: "'message.state.' || $.state", live: "$.archived = 0")
    + bump(
      "reply", "state", columns: "state, certainty, archived", name: "'reply.' || $.certainty || '.' || $.state",
      live: "$.archived = 0")

  /// Three triggers that keep one family of counters over a table.
  /// - Parameter name: the counter's name, `$` standing for the row.
  /// - Parameter live: which rows count, `$` standing for the row.
  static func bump(_ table: String, _ suffix: String, columns: String, name: String, live: String) -> String {
    func add(_ row: String, _ by: String) -> String {
      let condition = live.replacing("$", with: row)
      return """
        INSERT INTO counter (name, value) SELECT \(name.replacing("$", with: row)), \(by) WHERE \(condition)
          ON CONFLICT (name) DO UPDATE SET value = value + excluded.value;
        """
    }
    return """
      CREATE TRIGGER \(table)_\(suffix)_insert AFTER INSERT ON \(table) BEGIN \(add("NEW", "1")) END;
      CREATE TRIGGER \(table)_\(suffix)_delete AFTER DELETE ON \(table) BEGIN \(add("OLD", "-1")) END;
      CREATE TRIGGER \(table)_\(suffix)_update AFTER UPDATE OF \(columns) ON \(table) BEGIN \(add("OLD", "-1")) \(add("NEW", "1")) END;

      """
  }
}
