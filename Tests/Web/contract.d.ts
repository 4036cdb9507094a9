// The words of the API contract as types. Only for the type check.
interface Context { router: import('../../Resources/web/router.js').Router; refresh: () => void; params: Record<string, string>; query: URLSearchParams }
interface BackupsAnswer { data: (Backup & { portable: boolean })[]; only_here: boolean; second: { folder: string | null; state: string } }
interface Person { lead_id: string | null; leads: number; names: string[]; messages: number; replies: number; suppressed: string | null }
interface RetentionRule { group: string; days: number | null; would_erase: number; examples: string[] }
interface Session { csrf: string; version: string; mode: string; setup_completed: boolean; session_timeout_minutes: number }
interface Sending { state: string; detail: string | null; next_at: number | null }
interface Needs { review: number; approve: number; answer: number; unsure: number; failed: number; possible: number }
interface MailStatistics { sent_today: number; limit_day: number; sent_hour: number; limit_hour: number; sent_total: number; queued: number; replied: number; bounced: number; failed: number; unsure: number }
interface CrashReport { id: string; at: number; text: string }
interface SystemStatus { version: string; mode: string; started_at: number; scheduler_running: boolean; sending: Sending; needs: Needs; email_statistics: MailStatistics; limits: { name: string; used: number; limit: number; resets_at: number | null }[]; error_rates: Record<string, number>; jobs: { pending: number; running: number; failed: number } }
interface Day { date: string; sent: number; replied: number }
interface TodayAnswer { needs: Needs; email_statistics: MailStatistics; sending: Sending; next_message: { id: string; lead_name: string; at: number } | null; days: Day[]; funnel: { state: string; count: number }[]; activity: { id: string; at: number; text: string; entity: string; entity_id: string | null }[]; warnings: { code: string; text: string; action: string | null }[] }
interface Lead { id: string; business_name: string; category: string | null; address: string | null; city: string | null; state_region: string | null; postal_code: string | null; country: string | null; latitude: number | null; longitude: number | null; time_zone: string | null; maps_url: string | null; website: string | null; domain: string | null; contact_name: string | null; email: string | null; phone: string | null; contact_method: string; page_url: string | null; page_title: string | null; domain_authority: number | null; outcome: string; source: string; confidence: number | null; discovered_at: number; state: string; review_status: string; score: number | null; score_class?: string | null; score_reasons: { points: number; text: string }[]; custom: Record<string, string>; tags: string[]; notes: string | null; version: number; updated_at: number; suppressed: boolean; company_leads: number }
interface LeadCounts { total: number; by_state: Record<string, number>; by_review: Record<string, number> }
interface LeadFact { field: string; value: string; source: string; url: string | null; at: number }
interface KnownVerdict { verdict: string; source: string; at: number }
interface PageEvidence { url: string; title: string; excerpt: string; hash: string; at: number }
interface ScorePreview { leads: number; changed: number; before: Record<string, number>; after: Record<string, number>; movers: { id: string; business_name: string; before: number; after: number }[] }
interface LeadDetail { email_verdict?: KnownVerdict | null; site_problem?: string | null; evidence?: PageEvidence[]; lead: Lead; facts: LeadFact[]; events: { at: number; kind: string; text: string; actor: string | null }[]; messages: Message[]; replies: Reply[]; why_not_now: Gate | null; others: { id: string; business_name: string }[]; zone?: RecipientZone }
interface RecipientZone { name: string; source: string; origin: string }
interface Flight { begins_at: number; ends_at: number; waiting: number; counts: Record<string, number>; days: { date: string; sent: number; first_at: number | null; last_at: number | null; held: Record<string, number>; limit: Gate | null }[]; entries: { at: number; kind: string; lead_id: string | null; business_name: string; subject: string; zone: string; local: string }[]; left_out: { lead_id: string; business_name: string; reason: string }[] }
interface Gate { gate: string; detail: string; opens_at: number | null }
interface Message { id: string; enrollment_id?: string | null; variant?: number; kind: string; lead_id: string; lead_name: string; to: string; from: string; subject: string; state: string; mode: string; campaign_id: string | null; campaign_name: string | null; step: number | null; hash: string; composed_at: number; approved_at: number | null; not_before: number | null; sent_at: number | null; attempts: number; error: string | null; why: Gate | null; version: number; undo_until: number | null }
interface Lint { level: string; code: string; text: string }
interface Attempt { id: string; started_at: number; dot_at: number | null; finished_at: number | null; outcome: string | null; reply: string | null }
interface MessageDetail { message: Message; text: string; html: string | null; lint: Lint[]; events: { at: number; kind: string; text: string }[]; attempts: Attempt[]; lead: Lead; sequence?: SequenceMail[] }
interface SequenceMail { id: string; step: number; state: string; hash: string; subject: string; text: string; html: string | null; version: number; sent_at: number | null; wait: string | null; why: Gate | null }
interface Reply { id: string; lead_id: string; lead_name: string; message_id: string | null; kind: string; class: string | null; reasons: string[]; subject: string; from: string; snippet: string; received_at: number; state: string; match: string; mode: string }
interface Letter { direction: string; id: string; subject: string; text: string; at: number; state: string | null }
interface ReplyDetail { reply: Reply; thread: Letter[]; text: string; has_html: boolean; suggestion: { text: string } | null }
interface PracticeMail { id: string; to: string; from: string; subject: string; at: number; answered: boolean; text?: string; has_html?: boolean; raw?: string }
interface Wording { key?: number; subject: string; text: string; html: string | null }
interface Step { id?: string; position?: number; kind?: string; audience?: string; wait?: number; wait_unit?: string; reached?: boolean; subject: string; text: string; html?: string | null; variants?: Wording[] }
interface CampaignPlan { trial: boolean; cut: boolean; leads_looked_at: number; total: number; ends_at: number | null; days: { date: string; total: number; steps: { position: number; count: number }[] }[]; entries: { at: number; lead_id: string; lead_name: string; position: number; kind: string; zone: string | null }[] }
interface StepResult { step_id: string; position: number; kind: string; done: number; sent: number; replied: number; bounced: number; unsubscribed: number; variants: { key: number; sent: number; replied: number; bounced: number; unsubscribed: number }[]; verdict: { winner: number | null; leader: number | null; probability: number | null; least: number } | null }
interface Enrolled { id: string; lead_id: string; lead_name: string; state: string; position: number; last_at: number | null; away_until: number | null; reason: string | null; why: Gate }
interface PersonTask { id: string; kind: string; state: string; mode: string; text: string; due_at: number; done_at: number | null; lead_id: string; lead_name: string; contact_name: string | null; phone: string | null; website: string | null; address: string | null; campaign_id: string; campaign_name: string }
interface JobResult { done: number; skipped_count: number; skipped: { id: string; detail: string }[] }
interface Campaign { id: string; name: string; state: string; steps: Step[]; window: string | null; zone: string | null; daily_cap: number | null; approval?: string; stop_company?: boolean; mode: string; created_at: number; counts: Record<string, number> }
interface Starter { id: string; name: string; trade?: string; language?: string; steps: { subject: string; text: string; html: string | null; wait: number; wait_unit: string }[] }
interface Preview { subject: string; text: string; html: string | null; errors: { field: string; line: number | null; detail: string }[]; lint: Lint[]; variables: { name: string; example: string }[]; lead: { id: string; business_name: string } | null }
interface Setting { key: string; aliases: string[]; group: string; title: string; type: string; choices: any[] | null; default: any; value: any; is_set: boolean; source: string; minimum: number | null; maximum: number | null; unit: string | null; secret: boolean; used_now: boolean; help: string }
interface SettingsAnswer { groups: { id: string; title: string }[]; data: Setting[] }
interface SetupAnswer { completed: boolean; current: string; steps: { id: string; state: string }[]; folders: { data: string; keys: string; backups: string }; values: Record<string, any>; guesses: Record<string, string> }
interface TestStep { service: string; step: string; ok: boolean | null; detail: string; advice: string | null }
interface Job { id: string; kind: string; title: string; state: string; progress: { done: number; total: number } | null; error: string | null; created_at: number; started_at: number | null; finished_at: number | null; attempts: number; not_before: number | null; lane: string }
interface Import { id: string; name: string; state: string; imported: number; updated: number; skipped: number; failed: number; records: number | null; error: string | null; created_at: number; finished_at: number | null; job_id: string | null }
interface ImportColumn { name: string; field: string | null; confidence: number; why: string; samples: string[] }
interface Inspection { encoding: string; bom: boolean; delimiter: string; columns: ImportColumn[]; records: number; sample: string[][]; fields: { id: string; title: string }[]; problem: { detail: string } | null }
interface DryRun { records: number; new: number; updated: number; duplicates: number; invalid: number; problems: { line: number; detail: string }[]; duplicate_rows: { line: number; of: string; why: string }[] }
interface Protection { passphrase: boolean; recovery: 'open' | 'saved' | 'declined'; recovery_at: number | null; data_key: number; resealing: boolean }
interface Backup { name: string; created_at: number; bytes: number; verified: boolean | null; reason: string; portable: boolean }
interface GuardAnswer { guard: { cause: string; since: number; noticed_at: number; proof: string; checked_at: number | null; found: number } | null; held_count: number; held: { id: string; lead_id: string; lead_name: string; campaign_name: string }[] }
interface MailboxState { id: string; provider: string; address: string; from_name: string; state: string; paused_reason: string | null; cause: string | null; health: { last_ok_at: number | null; last_error: string | null }; sent_today: number; limit_today: number }
interface Suppression { id: string; kind: string; shown: string; reason: string; created_at: number; mode: string }
type Acts = Record<string, (...given: any[]) => any>
type Problem = import('../../Resources/web/api.js').Problem
type Label = import('../../Resources/web/models/labels.js').Label
interface DiscoverySource { id: string; name: string; summary: string; terms: string; terms_url: string; attribution: string; cost: string; settings: string[]; asks_consent: boolean; problem: string | null }
interface PlaceBox { south: number; west: number; north: number; east: number }
interface DiscoveryPlace { name: string; latitude: number; longitude: number; box: PlaceBox; country: string | null; kind: string }
interface DiscoveryRun { id: string; source: string; query: string; location: string; area: PlaceBox | null; max_results: number; enrich: boolean; language: string; state: string; progress: number | null; found: number; imported: number; updated: number; skipped: number; cost: number; error: string | null; created_at: number; finished_at: number | null }
