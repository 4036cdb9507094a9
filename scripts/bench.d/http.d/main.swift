// The server that scripts/bench.d/http measures: one JSON route and one folder, as in the product.
import Glibc

let folder = CommandLine.arguments.dropFirst().first ?? "."
do {
  let health = Array(#"{"status":"healthy","scheduler_running":true,"timestamp":"2026-01-01T00:00:00Z"}"#.utf8)
  let files = StaticFiles(folder: folder, cacheControl: "no-cache")
  let router = try Router([
    .get("/health") { _ in HTTPResponse(status: 200, headers: ["Content-Type": "application/json"], body: health) },
    files.route(at: "/"),
  ])
  let server = HTTPServer(ServerConfiguration(), router: router)
  print(try server.start())
  fflush(nil)
  // Ends with the script that holds our standard input.
  while readLine() != nil {}
  server.stop(within: 1)
} catch {
  print("The server did not start: \(error)")
  exit(1)
}
