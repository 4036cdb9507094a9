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
          source: "{{ first_name | default(\"there\") }}", result: "Anna", text: "A value, and what to say where it is not known."),
        Entry(
          source: "{{ contact_name | first_name(\"there\") }}", result: "Anna",
          text: "The first name in a full name, guessed with care."),
        Entry(
          source: "{{ lead.city }}", result: "Springfield",
          text: "The same as {{ city }}, where a column of yours has the same name."),
        Entry(
          source: "{{ custom[\"shoe size\"] | default(\"–\") }}", result: "–",
          text: "A column of your own whose name is more than one word."),
      ]),
    Section(
      title: "Our own",
      entries: [
        Entry(
          source: "{{ greeting() }}", result: "Hello",
          text: "Good morning, Good afternoon … where that is true at every hour at which it may be sent, else Hello."),
        Entry(source: "{{ greeting(\"de\") }}", result: "Guten Tag", text: "The same in en, de, fr, es, pt, it or nl."),
        Entry(
          source: "{{ spin(\"a question|a word\") }}", result: "a question",
          text: "One of several wordings; a lead always gets the same one."),
        Entry(
          source: "{{ \"2026-05-04\" | date(\"%A, %e %B\") }}", result: "Monday, 4 May",
          text: "A day as you write it: %d %m %Y, %A and %a for the weekday, %B and %b for the month."),
        Entry(source: "{{ \"2026-05-04T15:30\" | time }}", result: "15:30", text: "A time of day."),
      ]),
    Section(
      title: "Conditions",
      entries: [
        Entry(
          source: "{% if city is defined %}in {{ city }}{% endif %}", result: "in Springfield", text: "Only where it is known."),
        Entry(
          source: "{{ \"in \" ~ city if city is defined else \"near you\" }}", result: "in Springfield", text: "One or the other."),
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
