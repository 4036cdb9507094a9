// Brings a file to the program in pieces, so that a big one neither fills memory nor stops everything.
import { api } from '../api.js'

/** Bytes of one piece; the server takes at most 4 MiB. */
export const PIECE = 4 * 1024 * 1024

/** The pieces of a file: where each begins and ends.
 * @param {number} size @param {number} [piece] @returns {{start: number, end: number}[]} */
export function pieces(size, piece = PIECE) {
  return Array.from({ length: Math.ceil(size / piece) }, (_, index) => ({ start: index * piece, end: Math.min(size, (index + 1) * piece) }))
}

/** Uploads; answers the import's id.
 * @param {File} file @param {(done: number) => void} progress bytes @param {AbortSignal} signal @returns {Promise<string>} */
export async function upload(file, progress, signal) {
  const { id } = await api.post('/api/imports', { name: file.name, size: file.size })
  for (const { start, end } of pieces(file.size)) {
    await api.put(`/api/imports/${id}/content?offset=${start}`, file.slice(start, end), signal)
    progress(end)
  }
  return id
}
