import Glibc

extension Files {
  /// Folders in folders that are followed.
  private static let deepest = 32

  /// Removes a folder with all that is in it; links are removed, never followed. What can't be removed stays, without a word.
  public static func removeTree(_ path: String) { removeTree(path, depth: 0) }

  private static func removeTree(_ path: String, depth: Int) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      unlink(path)
      return
    }
    guard depth < deepest, let folder = opendir(path) else { return }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    closedir(folder)
    for name in names { removeTree(path + "/" + name, depth: depth + 1) }
    rmdir(path)
  }
}
