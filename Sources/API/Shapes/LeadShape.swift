import JSONText
import Outreach
import Store

/// A lead as JSON.
enum LeadShape {
  static func json(_ lead: Lead, suppressed: Bool = false, companyLeads: Int = 0) -> JSON {
    let details = lead.details
    return .members([
      "id": .string(lead.id.rawValue), "business_name": .string(details.businessName), "category": .text(details.category),
      "address": .text(details.address), "city": .text(details.city), "state_region": .text(details.stateRegion),
      "postal_code": .text(details.postalCode), "country": .text(details.country),
      "latitude": details.latitude.map(JSON.double) ?? .null,
      "longitude": details.longitude.map(JSON.double) ?? .null, "time_zone": .text(details.timeZone),
      "maps_url": .text(details.mapsURL),
      "website": .text(details.website), "domain": .text(details.domain), "contact_name": .text(details.contactName),
      "email": .text(details.email), "email_status": .text(details.emailStatus),
      "phone": .text(details.phone), "contact_method": .string(details.contactMethod.rawValue), "page_url": .text(details.pageURL),
      "page_title": .text(details.pageTitle), "domain_authority": .number(details.domainAuthority),
      "outcome": .string(lead.outcome.rawValue),
      "source": .string(details.source), "confidence": details.confidence.map(JSON.double) ?? .null,
      "discovered_at": .time(lead.discoveredAt),
      "state": .string(lead.state.rawValue), "review_status": .string(lead.reviewStatus.rawValue), "score": .number(lead.score),
      "score_class": .text(lead.score.map { ScoreClass(score: $0).rawValue }),
      "score_reasons": .array(
        (lead.score == nil ? [] : [Lead.firstReason] + lead.scoreReasons).map {
          .members(["points": .int(Int64($0.points)), "text": .string($0.text)])
        }),
      "custom": .map(details.custom.mapValues(JSON.string)), "metadata": .map(details.metadata.mapValues(JSON.string)),
      "tags": .texts(lead.tags),
      "notes": .text(details.notes), "version": .int(Int64(lead.version)), "updated_at": .time(lead.updatedAt),
      "suppressed": .bool(suppressed),
      "company_leads": .int(Int64(companyLeads)),
    ])
  }

  /// The time zone in which a lead is written to, and how we know.
  static func json(_ zone: RecipientZone) -> JSON {
    .members(["name": .string(zone.name), "source": .string(zone.source.rawValue), "origin": .string(zone.origin)])
  }

  static func json(_ event: LeadEventTable.Event) -> JSON {
    .members([
      "at": .time(event.at), "kind": .string(event.kind), "text": .string(EventWords.text(event)),
      "actor": .string(event.actor.rawValue),
    ])
  }

  /// A page that facts were read from.
  static func json(_ page: PageEvidence) -> JSON {
    .members([
      "url": .string(page.url), "title": .string(page.title), "excerpt": .string(page.excerpt), "hash": .string(page.hash),
      "at": .time(page.at),
    ])
  }

  static func json(_ fact: ContactFact) -> JSON {
    .members([
      "field": .string(fact.field), "value": .string(fact.value), "source": .string(fact.source), "url": .text(fact.url),
      "at": .time(fact.at), "why": .text(fact.why?.rawValue),
    ])
  }
}
