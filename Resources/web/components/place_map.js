// A small map without tiles: nothing is fetched from anywhere.
import { html } from '../html.js'
import { outside } from './timeline.js'
import { project, scaleBar } from '../models/place_map.js'

const WIDTH = 720
const LENGTH = new Intl.NumberFormat(undefined, { style: 'unit', unit: 'kilometer', maximumSignificantDigits: 2 })
const SHORT = new Intl.NumberFormat(undefined, { style: 'unit', unit: 'meter', maximumFractionDigits: 0 })

/** Leads as points, with a scale; the real map is a link. A click on a point opens the lead; with keys the list beside it does.
 * @param {Lead[]} leads @param {{south: number, west: number, north: number, east: number}|null} area */
export function mapPart(leads, area) {
  const placed = leads.filter(({ latitude, longitude }) => latitude !== null && longitude !== null)
  if (placed.length < 2) return ''
  const picture = project(/** @type {any} */ (placed), WIDTH)
  const bar = scaleBar(picture.metresPerPixel, WIDTH)
  const length = bar.metres >= 1000 ? LENGTH.format(bar.metres / 1000) : SHORT.format(bar.metres)
  const middle = area ? `#map=12/${((area.south + area.north) / 2).toFixed(4)}/${((area.west + area.east) / 2).toFixed(4)}` : ''
  const foot = picture.height - 14
  return html`<figure class="place-map"><svg viewBox="0 0 ${WIDTH} ${picture.height}" role="img" aria-label="${placed.length} places on a plan, north at the top">
    ${placed.map((lead, at) => html`<circle class="spot" data-act="spot" data-id="${lead.id}" cx="${picture.spots[at].x}" cy="${picture.spots[at].y}" r="5"><title>${lead.business_name}</title></circle>`)}
    <path class="scale" d="M16 ${foot - 5}v5h${bar.pixels}v-5"></path><text class="scale-text" x="${22 + bar.pixels}" y="${foot}">${length}</text></svg>
    <figcaption class="quiet small">North is up. ${outside(`https://www.openstreetmap.org/${middle}`, 'Open the area in OpenStreetMap')}</figcaption></figure>`
}
