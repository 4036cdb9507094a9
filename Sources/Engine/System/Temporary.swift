import Outreach

struct TemplateEnvironment {
  init(options: TemplateOptions) {}; func compile(_ s: String, name: String) throws(TemplateError) -> TemplateX { TemplateX() }
}
struct TemplateX { func render(_ c: [String: TemplateValue]) throws(TemplateError) -> String { "" } }
struct TemplateError: Error { var line: Int?; var message: String }
struct TemplateOptions { static func mail(html: Bool) -> TemplateOptions { TemplateOptions() } }
enum TemplateValue { case string(String); case dict([(String, TemplateValue)]) }
