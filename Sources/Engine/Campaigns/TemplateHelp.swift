/// What templates can do, as the editor explains it. Each example is rendered by a test, so that none can be wrong.
public enum TemplateHelp {
  /// One thing that can be written.
  public struct Entry: Sendable, Hashable {
    /// What is inserted.
    public let source: String
    /// What it gives for the invented lead.
    public let result: String
    public let text: String
  }

  /// Things of one kind.
  public struct Section: Sendable, Hashable {
    public let title: String
    public let entries: [Entry]
  }

  /// All of it.
  public static let sections: [Section] = [
    Section(
      title: "What is known of the lead",
      entries: [
        Entry(
          source: "{{ first_name | default(\"there\") }}", result: "Anna",
          text: "A value, and what to say where it is not known. “first_name” is guessed with care from the full name."),
        Entry(
          source: "{{ custom[\"shoe size\"] | default(\"–\") }}", result: "–",
          text: "A column of your own whose name is more than one word."),
        Entry(
          source: "{{ opening }}", result: Opening.example,
          text: "A sentence or two that Gemini drafted for this lead and you accepted. Without one the check of all leads says so."),
        Entry(
          source: "{{ lead.city }}", result: "Springfield",
          text: "The lead’s own city, also where a column of yours is called “city”."),
      ]),
    Section(
      title: "Our own",
      entries: [
        Entry(
          source: "{{ greeting(\"de\") }}", result: "Guten Tag",
          text:
            "Guten Morgen, Guten Tag … where that is true at every hour at which it may be sent, else a word for any hour. Also fr, es, pt, it, nl; English without a word in it."
        ),
        Entry(
          source: "{{ spin(\"a question|a word\") }}", result: "a question",
          text: "One of several wordings; a lead always gets the same one."),
      ]),
    Section(
      title: "Days and times",
      entries: [
        Entry(
          source: "{{ \"2026-05-04\" | date(\"%A, %e %B\") }}", result: "Monday, 4 May",
          text:
            "A day as you write it: %d %m %Y, %A and %a for the weekday, %B and %b for the month, in the language of the mail. Another: language=\"de\"."
        ),
        Entry(
          source: "{{ \"2026-05-04T15:30\" | time(from=\"Europe/Berlin\", zone=\"Asia/Kolkata\") }}", result: "19:00",
          text:
            "Half past three in Berlin, as a clock in Kolkata shows it; without “zone” as the recipient’s own clock does, without “from” as you write it. “date” does the same for the day. The text may also end in Z or +02:00 to say where it is meant."
        ),
      ]),
    Section(
      title: "Conditions",
      entries: [
        Entry(
          source: "{% if city is defined %}in {{ city }}{% else %}near you{% endif %}", result: "in Springfield",
          text: "By whether it is known."),
        Entry(
          source: "{% if category | default(\"\") == \"Bakery\" %}bread{% else %}shop{% endif %}", result: "bread",
          text: "By what it says."),
      ]),
    Section(
      title: "Changing words",
      entries: [
        Entry(source: "{{ category | lower }}", result: "bakery", text: "Also upper, title, capitalize."),
        Entry(
          source: "{{ business_name | replace(\"Bakery\", \"\") | trim }}", result: "Sunrise",
          text: "One word for another, without blanks at the ends."),
        Entry(
          source: "{{ business_name | truncate(10, leeway=0) }}", result: "Sunrise...", text: "Not longer than so many letters."),
        Entry(source: "{{ business_name.split()[0] }}", result: "Sunrise", text: "The first word."),
        Entry(source: "{# only for you #}", result: "", text: "A remark that nobody gets."),
      ]),
  ]
}
