// The words of the API contract as types. Only for the type check.
interface Context { router: import('../../Resources/web/router.js').Router; refresh: () => void; params: Record<string, string>; query: URLSearchParams }
interface Session { csrf: string; version: string; mode: string; setup_completed: boolean; session_timeout_minutes: number }
interface Sending { state: string; detail: string | null; next_at: number | null }
interface Needs { review: number; approve: number; answer: number; unsure: number; failed: number; possible: number }
interface MailStatistics { sent_today: number; limit_day: number; sent_hour: number; limit_hour: number; sent_total: number; queued: number; replied: number; bounced: number; failed: number; unsure: number }
interface CrashReport { id: string; at: number; text: string }
interface SystemStatus { version: string; mode: string; started_at: number; scheduler_running: boolean; sending: Sending; needs: Needs; email_statistics: MailStatistics; limits: { name: string; used: number; limit: number; resets_at: number | null }[]; error_rates: Record<string, number>; jobs: { pending: number; running: number; failed: number } }
interface Day { date: string; sent: number; replied: number }
interface TodayAnswer { needs: Needs; email_statistics: MailStatistics; sending: Sending; next_message: { id: string; lead_name: string; at: number } | null; days: Day[]; funnel: { state: string; count: number }[]; activity: { id: string; at: number; text: string; entity: string; entity_id: string | null }[]; warnings: { code: string; text: string; action: string | null }[] }
interface Lead { id: string; business_name: string; category: string | null; address: string | null; city: string | null; state_region: string | null; postal_code: string | null; country: string | null; latitude: number | null; longitude: number | null; time_zone: string | null; maps_url: string | null; website: string | null; domain: string | null; contact_name: string | null; email: string | null; phone: string | null; contact_method: string; page_url: string | null; page_title: string | null; domain_authority: number | null; outcome: string; source: string; confidence: number | null; discovered_at: number; state: string; review_status: string; score: number | null; score_reasons: { points: number; text: string }[]; custom: Record<string, string>; tags: string[]; notes: string | null; version: number; updated_at: number; suppressed: boolean; company_leads: number }
interface LeadCounts { total: number; by_state: Record<string, number>; by_review: Record<string, number> }
interface LeadFact { field: string; value: string; source: string; url: string | null; at: number }
interface LeadDetail { lead: Lead; facts: LeadFact[]; events: { at: number; kind: string; text: string; actor: string | null }[]; messages: Message[]; replies: Reply[]; why_not_now: Gate | null; others: { id: string; business_name: string }[]; zone?: RecipientZone }
interface RecipientZone { name: string; source: string; origin: string }
interface Flight { begins_at: number; ends_at: number; waiting: number; counts: Record<string, number>; days: { date: string; sent: number; first_at: number | null; last_at: number | null; held: Record<string, number>; limit: Gate | null }[]; entries: { at: number; kind: string; lead_id: string | null; business_name: string; subject: string; zone: string; local: string }[]; left_out: { lead_id: string; business_name: string; reason: string }[] }
interface Gate { gate: string; detail: string; opens_at: number | null }
interface Message { id: string; kind: string; lead_id: string; lead_name: string; to: string; from: string; subject: string; state: string; mode: string; campaign_id: string | null; campaign_name: string | null; step: number | null; hash: string; composed_at: number; approved_at: number | null; not_before: number | null; sent_at: number | null; attempts: number; error: string | null; why: Gate | null; version: number; undo_until: number | null }
interface Lint { level: string; code: string; text: string }
interface Attempt { id: string; started_at: number; dot_at: number | null; finished_at: number | null; outcome: string | null; reply: string | null }
interface MessageDetail { message: Message; text: string; html: string | null; lint: Lint[]; events: { at: number; kind: string; text: string }[]; attempts: Attempt[]; lead: Lead }
interface Reply { id: string; lead_id: string; lead_name: string; message_id: string | null; kind: string; class: string | null; reasons: string[]; subject: string; from: string; snippet: string; received_at: number; state: string; match: string; mode: string }
interface Letter { direction: string; id: string; subject: string; text: string; at: number; state: string | null }
interface ReplyDetail { reply: Reply; thread: Letter[]; text: string; has_html: boolean; suggestion: { text: string } | null }
interface PracticeMail { id: string; to: string; from: string; subject: string; at: number; answered: boolean; text?: string; has_html?: boolean; raw?: string }
interface Step { id?: string; position?: number; subject: string; text: string; html?: string | null }
interface Campaign { id: string; name: string; state: string; steps: Step[]; window: string | null; zone: string | null; daily_cap: number | null; mode: string; created_at: number; counts: Record<string, number> }
interface Preview { subject: string; text: string; html: string | null; errors: { field: string; line: number | null; detail: string }[]; lint: Lint[]; variables: { name: string; example: string }[]; lead: { id: string; business_name: string } | null }
interface Setting { key: string; aliases: string[]; group: string; title: string; type: string; choices: any[] | null; default: any; value: any; is_set: boolean; source: string; minimum: number | null; maximum: number | null; unit: string | null; secret: boolean; used_now: boolean; help: string }
interface SettingsAnswer { groups: { id: string; title: string }[]; data: Setting[] }
interface SetupAnswer { completed: boolean; current: string; steps: { id: string; state: string }[]; folders: { data: string; keys: string; backups: string }; values: Record<string, any>; guesses: Record<string, string> }
interface TestStep { service: string; step: string; ok: boolean | null; detail: string; advice: string | null }
interface Job { id: string; kind: string; title: string; state: string; progress: { done: number; total: number } | null; error: string | null; created_at: number; started_at: number | null; finished_at: number | null; attempts: number; not_before: number | null; lane: string }
interface Import { id: string; name: string; state: string; imported: number; updated: number; skipped: number; failed: number; records: number | null; error: string | null; created_at: number; finished_at: number | null }
interface ImportColumn { name: string; field: string | null; confidence: number; why: string; samples: string[] }
interface Inspection { encoding: string; bom: boolean; delimiter: string; columns: ImportColumn[]; records: number; sample: string[][]; fields: { id: string; title: string }[]; problem: { detail: string } | null }
interface DryRun { records: number; new: number; updated: number; duplicates: number; invalid: number; problems: { line: number; detail: string }[]; duplicate_rows: { line: number; of: string; why: string }[] }
interface Protection { passphrase: boolean; recovery: 'open' | 'saved' | 'declined'; recovery_at: number | null; data_key: number; resealing: boolean }
interface Backup { name: string; created_at: number; bytes: number; verified: boolean | null; reason: string }
interface MailboxState { id: string; provider: string; address: string; from_name: string; state: string; paused_reason: string | null; health: { last_ok_at: number | null; last_error: string | null }; sent_today: number; limit_today: number }
interface Suppression { id: string; kind: string; shown: string; reason: string; created_at: number; mode: string }
type Acts = Record<string, (...given: any[]) => any>
type Problem = import('../../Resources/web/api.js').Problem
type Label = import('../../Resources/web/models/labels.js').Label
