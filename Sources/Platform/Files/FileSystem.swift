import CSystem
import Glibc

/// What kind of file system a path lies on, as far as it matters to a database (statfs(2)).
public enum FileSystem: String, Sendable {
  /// Another computer's disk: locks and syncs are not what they seem there.
  case network
  /// A FAT disk: it knows no owners, so nothing on it is private.
  case fat
  /// In memory: gone with the next start of the computer.
  case memory
  case usual

  private static let kinds: [Int: FileSystem] = [
    0x6969: .network, 0xFF53_4D42: .network, 0xFE53_4D42: .network, 0x517B: .network, 0x0102_1997: .network,
    0x5346_4846: .network, 0x4D44: .fat, 0x2011_BAB0: .fat, 0x0102_1994: .memory, 0x8584_58F6: .memory,
  ]

  /// By the number that the kernel gives it.
  public init(magic: Int) { self = Self.kinds[magic & 0xFFFF_FFFF] ?? .usual }

  /// What the kernel calls a file system that is a program (FUSE).
  private static let program = 0x6573_5546
  /// By the names that such programs give themselves.
  private static let programs: [String: FileSystem] = [
    "sshfs": .network, "rclone": .network, "s3fs": .network, "davfs": .network, "davfs2": .network, "gvfsd-fuse": .network,
    "glusterfs": .network, "ceph-fuse": .network, "curlftpfs": .network, "smbnetfs": .network, "fuse-nfs": .network,
    "google-drive-ocamlfuse": .network, "fusefat": .fat, "exfat": .fat,
  ]

  /// By a program's name, such as `fuse.sshfs`.
  init(program name: String) {
    self = name.split(separator: ".", maxSplits: 1).last.flatMap { Self.programs[String($0)] } ?? .usual
  }

  /// That of a path; nil where it can't be told.
  public init?(at path: String) {
    let kind = cs_file_system(path)
    guard kind >= 0 else { return nil }
    if kind == Self.program {
      self.init(program: Mount.kind(of: path) ?? "")
    } else {
      self.init(magic: Int(kind))
    }
  }
}

/// Where disks are mounted, as /proc/self/mountinfo tells (proc(5)).
enum Mount {
  /// The file system that a path lies on, by name; nil where that can't be read.
  static func kind(of path: String) -> String? {
    var about = stat()
    guard stat(path, &about) == 0 else { return nil }
    // As glibc's gnu_dev_major and gnu_dev_minor take a number apart.
    let device = UInt64(about.st_dev)
    let (major, minor) = (device >> 8 & 0xFFF | device >> 32 & ~0xFFF, device & 0xFF | device >> 12 & 0xFFFF_FF00)
    return (try? Files.text("/proc/self/mountinfo")).flatMap { kind(of: "\(major):\(minor)", in: $0) }
  }

  /// The name behind the lone hyphen that ends the optional fields in the line of a device.
  static func kind(of device: String, in lines: String) -> String? {
    for line in lines.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count > 6, words[2] == device, let mark = words[6...].firstIndex(of: "-"), mark + 1 < words.count
      else { continue }
      return String(words[mark + 1])
    }
    return nil
  }
}

extension Files {
  /// Whether a folder is where another disk is mounted: what holds it lies on a different one. False where there is no folder.
  public static func isMountPoint(_ path: String) -> Bool {
    var (inner, outer) = (stat(), stat())
    return stat(path, &inner) == 0 && stat(path + "/..", &outer) == 0 && inner.st_dev != outer.st_dev
  }

  /// Whether others than this user may read or write what lies at a path; nil where there is nothing.
  public static func isOpenToOthers(_ path: String) -> Bool? {
    var about = stat()
    guard stat(path, &about) == 0 else { return nil }
    return about.st_mode & 0o077 != 0 || about.st_uid != geteuid()
  }

  /// Whether this user may write into a folder, on a disk that can be written; nil where there is nothing.
  public static func isWritable(_ path: String) -> Bool? {
    guard exists(path) else { return nil }
    return access(path, W_OK) == 0
  }

  /// The bytes of all files below a folder; links count as nothing.
  public static func bytes(below path: String) -> Int64 {
    var about = stat()
    guard lstat(path, &about) == 0 else { return 0 }
    guard about.st_mode & S_IFMT == S_IFDIR else { return about.st_mode & S_IFMT == S_IFREG ? Int64(about.st_size) : 0 }
    return ((try? names(in: path)) ?? []).reduce(0) { $0 + bytes(below: "\(path)/\($1)") }
  }
}
