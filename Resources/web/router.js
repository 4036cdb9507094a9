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

  /** @param {Route[]} routes @param {(match: Match|null, query: URLSearchParams) => void} show */
  constructor(routes, show) { this.#routes = routes; this.#show = show }

  start() {
    addEventListener('popstate', () => this.refresh())
    document.addEventListener('click', (event) => this.#follow(event))
    this.refresh()
  }

  /** Goes to a page of ours.
   * @param {string} path @param {{replace?: boolean}} [options] */
  go(path, options = {}) {
    if (path !== location.pathname + location.search) history[options.replace ? 'replaceState' : 'pushState'](null, '', path)
    this.refresh()
  }

  refresh() { this.#show(match(this.#routes, location.pathname), new URLSearchParams(location.search)) }

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
