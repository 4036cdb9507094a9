// Addresses of pages. The server answers index.html for all of them.

/** @typedef {{path: string, load: () => Promise<any>, bare?: boolean}} Route */
/** @typedef {{route: Route, params: Record<string, string>}} Match */

/** Finds the first route for a path; `:name` matches one part, `:name?` none or one.
 * @param {Route[]} routes @param {string} path @returns {Match|null} */
export function match(routes, path) {
  const parts = path.split('/').filter(Boolean)
  for (const route of routes) {
    const params = compare(route.path.split('/').filter(Boolean), parts)
    if (params) return { route, params }
  }
  return null
}

/** @param {string[]} pattern @param {string[]} parts */
function compare(pattern, parts) {
  if (parts.length > pattern.length) return null
  /** @type {Record<string, string>} */
  const params = {}
  for (const [index, piece] of pattern.entries()) {
    const part = parts[index]
    if (piece.startsWith(':')) {
      if (part === undefined && !piece.endsWith('?')) return null
      const value = decoded(part)
      if (value === null) return null
      if (part !== undefined) params[piece.replace(/[:?]/g, '')] = value
    } else if (piece !== part) return null
  }
  return params
}

/** @param {string} [part] */
function decoded(part = '') { try { return decodeURIComponent(part) } catch { return null } }

/** Follows links and the Back button, and tells where we are. */
export class Router {
  #routes; #show
  /** The address of the page that is shown. */
  #here = ''

  /** @param {Route[]} routes @param {(match: Match|null, query: URLSearchParams) => void} show */
  constructor(routes, show) { this.#routes = routes; this.#show = show }

  start() {
    addEventListener('popstate', () => {
      const path = location.pathname + location.search
      if (!this.#held(path)) return this.refresh()
      history.pushState(null, '', this.#here)
      this.go(path)
    })
    document.addEventListener('click', (event) => this.#follow(event))
    this.refresh()
  }

  /** Whether unsaved work stands between here and a path: what holds it objects to the event `leaving`.
   * @param {string} path */
  #held(path) { return path.split('?')[0] !== this.#here.split('?')[0] && !dispatchEvent(new Event('leaving', { cancelable: true })) }

  /** Goes to a page of ours; asks first where something is not saved.
   * @param {string} path @param {{replace?: boolean}} [options] */
  async go(path, options = {}) {
    if (this.#held(path) && !await (await import('./components/dialog.js')).confirm({ title: 'Leave what you have not saved?', text: 'What you wrote here since you last saved is lost.', act: 'Leave it', danger: true, stay: 'Stay here' })) return
    if (path !== location.pathname + location.search) history[options.replace ? 'replaceState' : 'pushState'](null, '', path)
    this.refresh()
  }

  refresh() {
    this.#here = location.pathname + location.search
    this.#show(match(this.#routes, location.pathname), new URLSearchParams(location.search))
  }

  /** @param {MouseEvent} event */
  #follow(event) {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    const link = event.target instanceof Element && event.target.closest('a[href]')
    if (!(link instanceof HTMLAnchorElement) || link.target || link.hasAttribute('download')) return
    if (link.origin !== location.origin || !match(this.#routes, link.pathname)) return
    if (link.hash && link.pathname === location.pathname) return
    event.preventDefault()
    this.go(link.pathname + link.search)
  }
}
