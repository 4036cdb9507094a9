import Fakes
import Foundation
import Outreach
import SQLite
import Store
import Testing

@testable import Engine

@Suite struct ManifestTests {
  @Test func `a manifest lies beside each backup, and a backup that was changed does not verify`() async throws {
    let bench = try await MailBench.make()
    _ = try await bench.lead("anna@firm.example")
    let folder = bench.temporary.folder.path + "/backups"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let backups = Backups(base: bench.base, settings: bench.settings, folder: folder, disk: .plain, log: NoLog())
    let entry = try await backups.create(reason: "manual", as: MailBench.me)
    let path = folder + "/" + entry.name
    let manifest = try #require(try BackupManifest.read(beside: path))
    #expect(manifest.name == entry.name && manifest.bytes == entry.bytes && manifest.sha256.count == 64)
    #expect(manifest.counts["lead"] == 1 && manifest.audit.number > 0 && manifest.schema == Schema.migrations.last?.name)
    let mode = try FileManager.default.attributesOfItem(atPath: path + ".json")[.posixPermissions] as? Int
    #expect(mode == 0o600)
    #expect(backups.list().count == 1)
    #expect(try await backups.verify(entry.name) == [])
    // A base that is sound in itself, but is not the one that was written.
    bench.clock.advance(seconds: 1)
    let other = try await backups.create(reason: "manual", as: MailBench.me)
    try FileManager.default.removeItem(atPath: path)
    try FileManager.default.copyItem(atPath: folder + "/" + other.name, toPath: path)
    #expect(try await backups.verify(entry.name).count == 1)
    // Without a manifest, as before a migration, the file itself is what counts.
    try FileManager.default.removeItem(atPath: path + ".json")
    #expect(try await backups.verify(entry.name) == [])
  }
}
