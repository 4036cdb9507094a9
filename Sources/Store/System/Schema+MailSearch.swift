import SQLite

extension Migration {
  /// The blind index over mail, and the list of words that the index over leads has.
  static let mailSearch = Migration("mail search") { tx in
    try tx.script(
      """
      CREATE VIRTUAL TABLE message_search USING fts5 (words, content='', detail=none, tokenize='unicode61 remove_diacritics 2');
      CREATE VIRTUAL TABLE reply_search USING fts5 (words, content='', detail=none, tokenize='unicode61 remove_diacritics 2');
      CREATE VIRTUAL TABLE lead_search_words USING fts5vocab ('lead_search', 'instance');
      """)
  }
}
