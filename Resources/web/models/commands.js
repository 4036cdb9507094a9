// What the command palette knows.
import { api } from '../api.js'

/** @typedef {{title: string, icon: string, path?: string, words?: string, hint?: string, run?: () => Promise<string|void>}} Command */

/** @param {string} path @param {string} text @param {any} [body] */
const post = (path, text, body) => async () => { await api.post(path, body); return text }

/** @type {Command[]} */
export const commands = [
  { title: 'Today', icon: 'today', path: '/', words: 'home start overview' },
  { title: 'Leads', icon: 'leads', path: '/leads', words: 'businesses contacts' },
  { title: 'Review leads', icon: 'review', path: '/review', words: 'approve reject' },
  { title: 'Review mails', icon: 'review', path: '/review?kind=mails', words: 'approve send' },
  { title: 'Outbox', icon: 'outbox', path: '/outbox', words: 'queue sent failed unsure' },
  { title: 'Inbox', icon: 'inbox', path: '/inbox', words: 'replies answers' },
  { title: 'Practice mailbox', icon: 'practice', path: '/inbox/practice', words: 'try test' },
  { title: 'Campaigns', icon: 'campaigns', path: '/campaigns', words: 'sequence mail' },
  { title: 'New campaign', icon: 'plus', path: '/campaigns/new', words: 'create write' },
  { title: 'Templates', icon: 'templates', path: '/templates', words: 'mail starter write' },
  { title: 'New template', icon: 'plus', path: '/templates/new', words: 'create write mail' },
  { title: 'Find businesses', icon: 'discover', path: '/discover', words: 'discover search openstreetmap map' },
  { title: 'Import leads', icon: 'upload', path: '/import', words: 'csv file add' },
  { title: 'Add a lead', icon: 'plus', path: '/leads/new', words: 'create new' },
  { title: 'Settings', icon: 'settings', path: '/settings', words: 'options pace identity limits' },
  { title: 'Mailboxes', icon: 'settings', path: '/settings/mailboxes', words: 'smtp imap password' },
  { title: 'Protection', icon: 'shield', path: '/settings/protection', words: 'passphrase recovery key' },
  { title: 'Privacy', icon: 'person', path: '/settings/privacy', words: 'erase person delete gdpr export' },
  { title: 'People never to write to', icon: 'stop', path: '/settings/suppressions', words: 'suppression list unsubscribe block' },
  { title: 'System', icon: 'system', path: '/system', words: 'health status' },
  { title: 'Jobs', icon: 'list', path: '/system/jobs', words: 'progress' },
  { title: 'Logs', icon: 'list', path: '/system/logs', words: 'errors' },
  { title: 'Backups', icon: 'shield', path: '/system/backups', words: 'restore save' },
  { title: 'Audit trail', icon: 'list', path: '/system/audit', words: 'history changes who' },
  { title: 'Appearance', icon: 'sun', path: '/settings/appearance', words: 'dark light colours' },
  { title: 'Set-up', icon: 'flag', path: '/setup', words: 'wizard first run' },
  { title: 'Look for answers now', icon: 'again', words: 'inbox fetch check replies', run: post('/api/jobs/check_inbox', 'Looking for answers.') },
  { title: 'Pause everything', icon: 'pause', words: 'stop sending', run: post('/api/sending/pause', 'Paused. Nothing leaves this computer.') },
  { title: 'Resume sending', icon: 'play', words: 'go on', run: post('/api/sending/resume', 'Resumed.') },
]

/** The commands that fit the text, best first. All of them without a text.
 * @param {Command[]} all @param {string} text */
export function rank(all, text) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return all.map((command) => ({ command, score: fit(command, words) })).filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score).map(({ command }) => command)
}

/** @param {Command} command @param {string[]} words */
function fit(command, words) {
  const title = command.title.toLowerCase()
  let score = 1
  for (const word of words) {
    if (title.startsWith(word)) score += 4
    else if (title.includes(` ${word}`)) score += 3
    else if (title.includes(word)) score += 2
    else if (command.words?.includes(word)) score += 1
    else return 0
  }
  return score
}
