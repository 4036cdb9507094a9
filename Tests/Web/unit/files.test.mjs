import test from 'node:test'
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const WEB = fileURLToPath(new URL('../../../Resources/web/', import.meta.url))
const files = readdirSync(WEB, { recursive: true }).filter((name) => statSync(WEB + name).isFile() && !/(^|\/)login/.test(name))
const text = (name) => readFileSync(WEB + name, 'utf8')
const scripts = files.filter((name) => name.endsWith('.js'))

/** Bytes that any screen may load when it is the first one: what ui.md allowed for the whole, when there were fewer screens. */
const FIRST_SCREEN = 200_000
/** Bytes of the whole front end; each screen more must fit, nothing else may grow it. */
const BUDGET = 621_500

test('everything that index.html names is there', () => {
  for (const [, path] of text('index.html').matchAll(/(?:href|src)="\/([^"]+)"/g)) assert.ok(existsSync(WEB + path), path)
})

test('every icon that is used is drawn', () => {
  const drawn = new Set([...text('icons.svg').matchAll(/ id="(\w+)"/g)].map(([, id]) => id))
  for (const name of scripts) for (const [, icon] of text(name).matchAll(/\bicon(?:: |\()'(\w+)'/g)) assert.ok(drawn.has(icon), `${name}: ${icon}`)
})

test('HTML, requests, colours and styles each have one place', () => {
  const rows = [[/innerHTML|insertAdjacentHTML|outerHTML|document\.write/, scripts, ['html.js']], [/(?<![.#`]|async )\bfetch\(|XMLHttpRequest/, scripts, ['api.js']], [/ style="|setAttribute\('style'/, scripts, []], [/ on(click|change|input|submit|load)="/, scripts, []], [/https?:\/\/(?!www\.w3\.org)/, files.filter((name) => /\.(html|css|svg)$/.test(name)), []]]
  for (const [pattern, names, allowed] of rows) for (const name of names) assert.ok(allowed.includes(name) || !pattern.test(text(name)), `${name}: ${pattern}`)
  for (const name of files.filter((one) => one.endsWith('.css') && !one.endsWith('tokens.css'))) assert.doesNotMatch(text(name).replace(/#fff; color-scheme: light/, ''), /#[0-9a-f]{3,8}\b|rgb\(|hsl\(/i, name)
})

test('modules stay small, and the whole within its budget', () => {
  for (const name of scripts) assert.ok(text(name).split('\n').length <= 201, name)
  const bytes = files.reduce((sum, name) => sum + statSync(WEB + name).size, 0)
  assert.ok(bytes <= BUDGET, `${bytes} bytes`)
})

/** Adds a file and all that it imports at once; what it imports later, on demand, is not loaded with it.
 * @param {string} name @param {Set<string>} loaded */
function load(name, loaded) {
  if (loaded.has(name)) return loaded
  loaded.add(name)
  if (name.endsWith('.js')) for (const [, path] of text(name).matchAll(/^(?:import|export)\b[^'\n]*'(\.[^']+)'/gm)) load(new URL(path, `file:///${name}`).pathname.slice(1), loaded)
  return loaded
}

test('whatever screen comes first, it loads less than 200 kB', () => {
  const shell = new Set(['index.html', 'icons.svg'])
  for (const [, path] of text('index.html').matchAll(/(?:href|src)="\/([^"]+)"/g)) load(path, shell)
  const pages = files.filter((name) => name.startsWith('pages/'))
  assert.ok(pages.length > 9 && shell.has('view.js') && !pages.some((name) => shell.has(name)), 'pages are loaded on demand')
  for (const page of pages) {
    const bytes = [...load(page, new Set(shell))].reduce((sum, name) => sum + statSync(WEB + name).size, 0)
    assert.ok(bytes < FIRST_SCREEN, `${page} loads ${bytes} bytes`)
  }
})
