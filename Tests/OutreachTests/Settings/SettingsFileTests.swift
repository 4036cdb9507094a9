import Outreach
import Testing

@Suite struct SettingsFileTests {
  @Test func `lines of .env files`() {
    let rows: [(String, [String])] = [
      ("A=1", ["A=1"]), ("A=1\nB=2\n", ["A=1", "B=2"]), ("A=1\r\nB=2\r\n", ["A=1", "B=2"]), ("A=1\rB=2", ["A=1", "B=2"]),
      ("\u{FEFF}A=1", ["A=1"]), ("# c\n\n  # c\nA=1 # c", ["A=1"]), ("A=pa#ss", ["A=pa#ss"]), ("A=#c", ["A="]),
      ("export A=1", ["A=1"]), ("export\tA = 1  ", ["A=1"]), ("export=1", ["export=1"]), ("A=", ["A="]), ("A", []), ("=1", []),
      ("A='x # $Y \\n'", ["A=x # $Y \\n"]), (#"A="x \"y\" \\ \$ \n.""#, ["A=x \"y\" \\ $ \n."]), ("A=\"x\" # c", ["A=x"]),
      ("A=\"x\" y\nB=2", ["B=2"]), ("A='x\ny'\nB=2", ["A=x\ny", "B=2"]), ("A=\"x\r\ny\"", ["A=x\ny"]), ("A=\"x\nB=2", ["B=2"]),
      ("A=1\nA=2", ["A=1", "A=2"]), ("A=a=b", ["A=a=b"]), ("A: 1", []), ("ä=1", []), ("A=ä 😀", ["A=ä 😀"]), ("", []),
      ("A=it's", ["A=it's"]),
      (#"A="\x""#, ["A=\\x"]), ("A=\"\\", []), ("A B=1", []),
    ]
    for (text, entries) in rows {
      #expect(SettingsFile(text).entries.map { "\($0.name)=\($0.value)" } == entries, "\(text.debugDescription)")
    }
  }

  @Test func `troubles name their line and never the value`() {
    let file = SettingsFile("A=1\nnonsense hunter2\nB='hunter2\nC=3\nD=\"x\ny\"\nE")
    #expect(file.troubles.map(\.line) == [2, 3, 7])
    #expect(file.values == ["A": "1", "C": "3", "D": "x\ny"])
    #expect(!file.troubles.contains { $0.detail.contains("hunter2") })
    #expect(SettingsFile("A=1\nB=\"x\ny\nz\"\nC=1").entries.map(\.line) == [1, 2, 5])
  }
}
