// Answers that were typed but not sent yet, kept for this tab: closing a thread loses nothing.

/** @type {Map<string, string>} */
const drafts = new Map()
const PLACE = 'draft-'

/** @param {string} id */
export function draft(id) { return drafts.get(id) ?? stored(id) }

/** @param {string} id @param {string} text */
export function keepDraft(id, text) {
  drafts.set(id, text)
  try {
    if (text) sessionStorage.setItem(PLACE + id, text)
    else sessionStorage.removeItem(PLACE + id)
  } catch { /* storage is off: the map keeps it until the page is reloaded */ }
}

/** @param {string} id */
function stored(id) { try { return sessionStorage.getItem(PLACE + id) ?? '' } catch { return '' } }
