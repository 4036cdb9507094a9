import { api, html, View } from '../view.js'
import { field, focusError, tick, valuesOf } from '../components/field.js'
import { mapPart } from '../components/place_map.js'
import { costPart, foundPart, historyPart, runningPart, shapePart, sourcePart } from '../components/discover_parts.js'
import { empty } from '../components/states.js'
import { say } from '../components/toasts.js'
import { followShape, outlineOf, shapeMap, shapeOf } from '../components/shape_map.js'
import { areaOf } from '../models/search_area.js'

const LANGUAGE = navigator.language.slice(0, 2)

/** Finding businesses: what and where, what came, and what was looked for before. */
export default class DiscoverPage extends View {
  title = 'Discover'
  place = 'discover'
  /** @type {DiscoverySource[]} */
  sources = []
  /** @type {DiscoveryRun[]} */
  runs = []
  /** @type {DiscoveryRun|null} */
  run = null
  /** @type {{is_new: boolean, lead: Lead}[]} */
  found = []
  /** Where the list goes on; null at its end.
   * @type {string|null} */
  more = null
  /** @type {DiscoveryPlace[]} */
  places = []
  /** @type {Record<string, any>} */
  form = { source: 'openstreetmap', query: '', location: '', max_results: 100, enrich: true, place: 0, shape: 'box', radius: 5, polygon: '' }
  /** @type {{most_cost: number, limit: number, is_allowed: boolean}|null} */
  estimate = null
  /** @type {Record<string, string>} */
  errors = {}
  /** What is drawn; null while no shape is.
   * @type {import('../components/shape_map.js').Shape|null} */
  shape = null
  /** @type {Acts} */
  acts = {
    look: (form) => this.look(form),
    start: () => this.start(),
    again: () => this.again({ new_only: true }),
    stop: async () => { await api.post(`/api/discovery/${this.id}/cancel`); say('Stopped. What was found stays.') },
    resume: async () => { await api.post(`/api/discovery/${this.id}/resume`) },
    more: () => this.next(),
    place: (select) => { this.form.place = Number(select.value); return this.weigh() },
    corners: (input) => this.draw(input.value, false),
    shapeOutline: () => this.draw(outlineOf(/** @type {any} */ (this.shape)), true),
    shapeWider: () => { if (this.shape) this.shape.zoom *= 2; this.update() },
    shapeClear: () => this.draw('', true),
    shape: (input) => { this.form[input.name] = input.value; return this.weigh() },
    test: async (button) => say((await api.post(`/api/discovery/sources/${button.dataset.source}/test`)).detail),
    accept: (button) => this.consent(button.dataset.source ?? '', true),
    withdraw: (button) => this.consent(button.dataset.source ?? '', false),
    source: (select) => { this.form.source = select.value; this.places = []; this.update() },
    other: (button) => this.again({ source: button.dataset.source }),
    spot: (circle) => this.context.router.go(`/leads/${circle.dataset.id}`),
    change: () => { this.places = []; this.update() },
  }

  get id() { return this.context.params.id ?? '' }

  async open() {
    this.live(['discovery', 'lead', 'source'])
    followShape(this.root, this.signal, { shape: () => this.form.shape === 'polygon' ? this.shape : null, set: (text, isDone) => this.draw(text, isDone) })
    await super.open()
  }

  async arrive() {
    Object.assign(this, { run: null, found: [], more: null, status: 'loading' })
    this.update()
    await this.reload()
  }

  async fetch() {
    this.sources = (await api.get('/api/discovery/sources')).data
    if (!this.id) { this.runs = (await api.get('/api/discovery?limit=20')).data; return }
    this.run = await api.get(`/api/discovery/${this.id}`)
    const page = await api.get(`/api/discovery/${this.id}/leads?limit=${Math.max(100, Math.min(500, this.found.length))}`)
    ;[this.found, this.more] = [page.data, page.next_cursor]
  }

  async next() {
    const page = await api.get(`/api/discovery/${this.id}/leads?limit=200&cursor=${this.more}`)
    this.found = [...this.found, ...page.data]
    this.more = page.next_cursor
    this.update()
  }

  /** Looks the place up first, so that the person sees where the search goes.
   * @param {HTMLFormElement} form */
  async look(form) {
    Object.assign(this.form, valuesOf(form), { enrich: form.enrich.checked, place: 0 })
    this.errors = {}
    if (!this.form.query) this.errors.query = 'Say what kind of business to find.'
    if (!this.form.location) this.errors.location = 'Name a town, a postal code, or coordinates.'
    if (!Object.keys(this.errors).length) {
      try { this.places = (await api.get(`/api/discovery/places?language=${LANGUAGE}&q=${encodeURIComponent(this.form.location)}`)).data } catch (/** @type {any} */ problem) {
        if (problem.status < 500 || problem.incident) throw problem
        ;[this.places, this.errors.location] = [[], 'Places can’t be looked up now: this computer is offline, or the map services do not answer. Try again in a while, or give coordinates such as 52.52, 13.40.']
      }
      if (!this.places.length) this.errors.location ||= 'No place of this name was found. Check the spelling, or give coordinates.'
    }
    if (this.places.length) await this.weigh()
    this.update()
    focusError(this.root)
    if (this.places.length) this.find('#where h2')?.focus()
  }

  /** The search as the form says it; null where the area is not clear yet.
   * @param {boolean} isAsked whether the person wants to begin, so that what is missing is told */
  wanted(isAsked = false) {
    const { source, query, location, enrich, place } = this.form
    const { area, error } = areaOf(this.form, this.places[place])
    if (error) { this.errors = this.form.shape === 'polygon' && !this.form.polygon && !isAsked ? {} : { area: error }; return null }
    this.errors = {}
    return { source, query, location, enrich, area, max_results: Number(this.form.max_results) || 100, language: LANGUAGE }
  }

  /** Takes the corners that were drawn; what they cost is asked once the pointer let go.
   * @param {string} text @param {boolean} isDone */
  draw(text, isDone) {
    this.form.polygon = text
    this.errors = {}
    this.update()
    if (isDone && this.shape && this.shape.corners.length > 2) this.weigh()
  }

  /** Asks what the search could cost, each time its area changes. */
  async weigh() {
    const wanted = this.wanted()
    this.estimate = wanted ? await api.post('/api/discovery/estimate', wanted) : null
    this.update()
  }

  async start() {
    const wanted = this.wanted(true)
    if (!wanted) { this.update(); focusError(this.root); return }
    const { id } = await api.post('/api/jobs/discover', wanted)
    this.places = []
    this.context.router.go(`/discover/${id}`)
  }

  /** The same search once more: for what is new, or with another source.
   * @param {{source?: string, new_only?: boolean}} how */
  async again(how) { this.context.router.go(`/discover/${(await api.post(`/api/discovery/${this.id}/again`, how)).id}`) }

  /** @param {string} id @param {boolean} accepts */
  async consent(id, accepts) {
    const { name, terms } = /** @type {DiscoverySource} */ (this.sources.find((one) => one.id === id))
    if (accepts) await api.post(`/api/discovery/sources/${id}/accept`, { terms })
    else await api.post(`/api/discovery/sources/${id}/withdraw`)
    say(accepts ? `${name} is on.` : `${name} is off.`)
    await this.reload()
  }

  template() {
    return html`<div class="page-head"><div><h1>Discover</h1><p class="page-lead">Find businesses that might need what you make. Everything found waits for your review; nothing is sent.</p></div>
      ${this.id ? html`<a class="button" href="/discover">New search</a>` : ''}</div>${this.framed(() => this.id ? this.results() : this.asking())}`
  }

  asking() {
    const chosen = this.sources.find(({ id }) => id === this.form.source)
    return html`<div class="stack-large"><form class="card stack" data-submit="look">
      ${field({ name: 'source', label: 'Source', value: this.form.source, choices: [...this.sources.map(({ id, name, problem }) => ({ value: id, label: problem ? `${name} (not ready)` : name })), { value: 'auto', label: 'In my order, until one finds some' }], change: 'source' })}
      <div class="fields">${field({ name: 'query', label: 'What', value: this.form.query, error: this.errors.query, placeholder: 'bakery', help: 'A trade in your own language; several with commas between.', input: 'change' })}
      ${field({ name: 'location', label: 'Where', value: this.form.location, error: this.errors.location, placeholder: 'Bremen', help: 'A town, a district, a postal code, or “53.08, 8.80”.', input: 'change' })}
      ${field({ name: 'max_results', label: 'At most', type: 'number', value: this.form.max_results, minimum: 1, unit: 'businesses' })}</div>
      ${tick({ name: 'enrich', label: 'Read their web sites for an e-mail address', checked: this.form.enrich, help: 'Slowly, and only where a site allows it.' })}
      ${chosen ? sourcePart(chosen) : ''}
      <div class="row row-between"><a class="small" href="/import">Or bring a file or a list of web sites</a><button class="button button-main" ${chosen?.problem ? 'disabled' : ''}>Look where that is</button></div></form>
      ${this.places.length ? this.where() : ''}${historyPart(this.runs, this.sources)}</div>`
  }

  where() {
    const place = this.places[this.form.place]
    return html`<section class="card stack" id="where"><h2 tabindex="-1">${this.places.length > 1 ? 'Which place?' : 'Look here?'}</h2>
      ${this.places.length > 1 ? field({ name: 'place', label: 'Place', value: String(this.form.place), choices: this.places.map(({ name }, at) => ({ value: String(at), label: name })), change: 'place' }) : html`<p>${place.name}</p>`}
      ${shapePart(this.form, this.errors, this.drawing(place))}${costPart(this.estimate)}
      <div class="row row-end"><button class="button button-main" data-act="start" ${this.estimate && !this.estimate.is_allowed ? 'disabled' : ''}>Find “${this.form.query}” here</button></div></section>`
  }

  /** @param {DiscoveryPlace} place */
  drawing(place) {
    this.shape = this.form.shape === 'polygon' ? shapeOf(this.form, place, this.shape) : null
    return this.shape ? shapeMap(this.shape) : ''
  }

  results() {
    const run = /** @type {DiscoveryRun} */ (this.run)
    const source = this.sources.find(({ id }) => id === run.source)
    return html`<div class="stack-large">${runningPart(run, source)}
      ${this.found.length ? html`${mapPart(this.found.map(({ lead }) => lead), run.area)}${foundPart(this.found, this.more)}`
        : run.state === 'running' ? '' : empty({ icon: 'search', title: 'Nothing was found', text: 'Try another word for the trade, or a larger area.', actions: html`<a class="button" href="/discover">New search</a>` })}</div>`
  }
}
