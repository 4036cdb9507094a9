import Outreach
import SQLite

/// The `geocode` table: where named places are, so that no service is asked twice.
public enum GeocodeTable {
  /// The places of a name that were looked up no longer ago than `since`; nil where that has to be done.
  public static func places(named name: String, language: String, since: Timestamp, in work: Work) throws -> [GeoPlace]? {
    try work.tx.text("SELECT places FROM geocode WHERE name = $1 AND language = $2 AND at >= $3", [name, language, since.rawValue])
      .flatMap { JSONText.decode([GeoPlace].self, $0) }
  }

  /// Keeps what a service said.
  public static func keep(_ places: [GeoPlace], named name: String, language: String, service: String, in work: Work) throws {
    try work.tx.run(
      """
      INSERT INTO geocode (name, language, places, service, at) VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT (name, language) DO UPDATE SET places = excluded.places, service = excluded.service, at = excluded.at
      """, [name, language, try JSONText.encode(places), service, work.now.rawValue])
  }
}
