import API
import Outreach
enum Demo { static func run(_ c: Context) async throws -> Int32 { 1 } }
