// Files that go with a mail: shown where it is read, chosen where it is written.
import { html } from '../html.js'
import { address, api } from '../api.js'
import { icon } from './icon.js'
import { complain } from './toasts.js'
import { bytes } from '../models/format.js'

/** What may be chosen; the program looks at the content as well. */
const KINDS = '.pdf,.png,.jpg,.jpeg,.gif,.webp,.docx,.xlsx,.pptx,.odt,.ods,.odp,.txt,.csv,.ics,.vcf'
/** Bytes that all files of a mail may have together. */
export const MOST = 5 * 1024 * 1024

/** @param {MailFile} file */
const place = ({ id, name }) => address(`/api/attachments/${id}`, { name })

/** The files as a reader sees them; each can be saved to be looked at.
 * @param {MailFile[]|undefined} files */
export function filesView(files) {
  if (!files?.length) return ''
  return html`<ul class="files" aria-label="Files">${files.map((file) => html`<li><a class="file" href="${place(file)}" download="${file.name}">${icon('clip')}<span class="file-name">${file.name}</span><span class="quiet small">${bytes(file.size)}</span></a></li>`)}</ul>`
}

/** The files of what is being written, to add and take out.
 * @param {MailFile[]} files @param {{error?: string, help?: any}} [more] */
export function filesEditor(files, more = {}) {
  const { error = '', help = '' } = more
  return html`<div class="stack-small" role="group" aria-label="Files">${files.length ? html`<ul class="files">${files.map((file, index) => html`<li class="file"><a class="file-link" href="${place(file)}" download="${file.name}">${icon('clip')}<span class="file-name">${file.name}</span></a><span class="quiet small">${bytes(file.size)}</span><button class="icon-button" type="button" data-act="detach" data-at="${index}" title="Take it out">${icon('cross')}<span class="hidden">Take ${file.name} out</span></button></li>`)}</ul>` : ''}
    <div class="row"><label class="button button-small drop-button"><input class="drop-input" type="file" multiple accept="${KINDS}" data-change="attach">${icon('clip')}Attach a file</label><span class="quiet small">${files.length ? `${bytes(files.reduce((sum, { size }) => sum + size, 0))} of 5 MB` : 'PDF, pictures, Office files; 5 MB together.'}</span></div>
    ${error ? html`<p class="field-error">${error}</p>` : ''}${help ? html`<p class="field-help">${help}</p>` : ''}</div>`
}

/** The acts of an editor of files.
 * @param {() => MailFile[]} now @param {(files: MailFile[]) => any} set */
export function fileActs(now, set) {
  return {
    attach: async (/** @type {HTMLInputElement} */ input) => {
      const chosen = [...input.files ?? []]
      input.value = ''
      for (const file of chosen) {
        const sum = now().reduce((all, { size }) => all + size, file.size)
        if (sum > MOST) return complain({ status: 0, message: `With “${file.name}” the files would have ${bytes(sum)} together; 5 MB are possible.` })
        const { attachment } = await api.post(address('/api/attachments', { name: file.name }), file)
        if (!now().some(({ id, name }) => id === attachment.id && name === attachment.name)) await set([...now(), attachment])
      }
    },
    detach: (/** @type {HTMLElement} */ { dataset }) => set(now().filter((_, index) => index !== Number(dataset.at))),
  }
}

/** Files as a request names them.
 * @param {MailFile[]} files */
export function named(files) { return files.map(({ id, name }) => ({ id, name })) }
