import { api, html, View } from '../view.js'
import { dropPart, listPart } from '../components/import_start.js'
import { dryPart, mappingPart } from '../components/import_mapping.js'
import { reportPart, runningPart } from '../components/import_report.js'
import { confirm } from '../components/dialog.js'
import { complain, say } from '../components/toasts.js'
import { assign, customField, guessed, lacking } from '../models/mapping.js'
import { upload } from '../models/upload.js'
import { counted } from '../models/format.js'

/** For somebody who tries the program and has no list. */
const SAMPLE = `Business name,Contact name,E-mail,Category,City,Country
Harbour Light Bakery,Nora Whitfield,hello@harbour-light.example,Bakery,Whitby,GB
Copper Kettle Tea Room,,tea@copper-kettle.example,Tea room,Edinburgh,GB
Blumenhaus Sonnentau,Ina Hoff,post@sonnentau.example,Florist,Köln,DE
Café Morgenrot,Aylin Demir,hallo@morgenrot.example,Café,Berlin,DE
Fell & Fern,Tom Reed,shop@fell-and-fern.example,Outdoor shop,Ambleside,GB
`

/** From a file or a pasted list to leads: drop, map, try, run, report. */
export default class ImportPage extends View {
  title = 'Import'
  place = 'leads'
  /** @type {Import[]} */
  imports = []
  /** @type {Import|null} */
  file = null
  /** @type {Inspection|null} */
  inspection = null
  /** @type {Record<string, string|null>} */
  mapping = {}
  /** @type {DryRun|null} */
  dry = null
  /** @type {Job|null} */
  job = null
  jobId = ''
  pasteError = ''
  /** @type {{name: string, done: number, total: number, at: number, stop: AbortController}|null} */
  uploading = null
  /** @type {Acts} */
  acts = {
    choose: (input) => this.take(input.files?.[0]),
    paste: (form) => this.paste(form.sites.value),
    sample: () => this.take(new File([SAMPLE], 'Invented businesses.csv')),
    stopUpload: () => this.uploading?.stop.abort(),
    map: (select) => this.map(Number(select.dataset.column), select.value),
    preview: () => this.preview(),
    run: () => this.run(),
    cancel: async () => { await api.post(`/api/imports/${this.id}/cancel`); say('Stopped. What is in already stays.'); await this.reload() },
  }

  get id() { return this.context.params.id ?? '' }

  async open() {
    this.live(['import', 'job'], (news) => { if (news.name === 'job' ? news.id === this.jobId || !news.id : !this.inspection || this.file?.state === 'running') this.reload() })
    for (const [type, over] of /** @type {const} */ ([['dragover', true], ['dragleave', false], ['drop', false]])) {
      this.root.addEventListener(type, (event) => this.drag(/** @type {DragEvent} */ (event), over), { signal: this.signal })
    }
    await super.open()
  }

  async arrive() {
    if (this.file?.id === this.id) return this.update()
    Object.assign(this, { file: null, inspection: null, dry: null, job: null, jobId: '', status: 'loading' })
    this.update()
    await this.reload()
  }

  async fetch() {
    if (!this.id) { this.imports = (await api.get('/api/imports')).data; return }
    this.file = await api.get(`/api/imports/${this.id}`)
    if (!this.inspection && this.file && ['uploading', 'ready'].includes(this.file.state)) await this.inspect()
    this.jobId = this.file?.job_id ?? ''
    this.job = this.jobId && this.file?.state === 'running' ? await api.get(`/api/jobs/${this.jobId}/status`) : null
  }

  async inspect() {
    this.inspection = await api.post(`/api/imports/${this.id}/inspect`)
    this.mapping = guessed(this.inspection?.columns ?? [])
  }

  /** @param {DragEvent} event @param {boolean} over */
  drag(event, over) {
    const place = this.find('.drop')
    if (!place || !event.dataTransfer?.types.includes('Files')) return
    event.preventDefault()
    place.classList.toggle('drop-over', over)
    if (event.type === 'drop') this.take(event.dataTransfer.files[0]).catch(complain)
  }

  /** @param {File|undefined} file */
  async take(file) {
    if (!file || this.uploading) return
    if (!file.size) return complain({ status: 0, message: `“${file.name}” is empty. Choose another file.` })
    this.uploading = { name: file.name, done: 0, total: file.size, at: Date.now(), stop: new AbortController() }
    this.update()
    try {
      const id = await upload(file, (done) => { if (this.uploading) this.uploading.done = done; this.update() }, this.uploading.stop.signal)
      this.context.router.go(`/import/${id}`)
    } finally {
      this.uploading = null
      this.update()
    }
  }

  /** A pasted list goes the way of a file.
   * @param {string} text */
  async paste(text) {
    this.pasteError = text.trim() ? /[,;\t]/.test(text) ? 'Write one address a line, without commas.' : '' : 'Paste one web site a line.'
    if (this.pasteError) return this.update()
    await this.take(new File([`${text.trim()}\n`], 'Pasted web sites.txt', { type: 'text/plain' }))
  }

  /** @param {number} column @param {string} field */
  map(column, field) {
    const name = this.inspection?.columns[column]?.name ?? ''
    this.mapping = assign(this.mapping, column, field === 'custom' ? customField(name) : field || null)
    this.dry = null
    this.update()
  }

  async preview() {
    this.dry = await api.post(`/api/imports/${this.id}/preview`, { mapping: this.mapping })
    this.update()
    this.find('#dry h2')?.focus({ preventScroll: true })
    this.find('#dry')?.scrollIntoView({ block: 'start' })
  }

  async run() {
    const dry = /** @type {DryRun} */ (this.dry)
    const question = { title: `Import ${counted(dry.new + dry.updated, 'lead')}?`, text: `${counted(dry.new, 'new lead')}, ${dry.updated} brought up to date. Nothing is sent: you review every lead first.`, act: 'Import' }
    if (!await confirm(question)) return
    await api.post(`/api/imports/${this.id}/run`, { mapping: this.mapping })
    await this.reload()
  }

  template() {
    return html`<div class="page-head"><div><h1>Import leads</h1>${this.file ? html`<p class="page-lead">${this.file.name}</p>` : html`<p class="page-lead">A file from a spreadsheet, an address book, a directory or another program. You see what would happen before anything does.</p>`}</div>
      ${this.id ? html`<a class="button" href="/import">Another file</a>` : html`<a class="button" href="/leads">Back to Leads</a>`}</div>${this.framed(() => this.content())}`
  }

  content() {
    if (!this.id) return html`<div class="stack-large">${dropPart(this.uploading, this.pasteError)}${listPart(this.imports)}</div>`
    const file = /** @type {Import} */ (this.file)
    if (file.state === 'running') return runningPart(file, this.job)
    if (['completed', 'failed', 'cancelled'].includes(file.state)) return reportPart(file)
    const inspection = /** @type {Inspection} */ (this.inspection)
    return html`<div class="stack-large">${mappingPart(inspection, this.mapping, lacking(this.mapping), Boolean(this.dry))}${this.dry ? dryPart(this.dry) : ''}</div>`
  }
}
