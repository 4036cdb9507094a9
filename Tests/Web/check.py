#!/usr/bin/env python3
"""Checks every screen in a real browser: accessibility (axe), no errors on the console, nothing wider than the window.

python3 Tests/Web/check.py [NAME …]     Ends with 1 when something is found.
"""
import sys
from concurrent.futures import ProcessPoolExecutor
from axe_playwright_python.sync_playwright import Axe
from browser import LOOKS, SCREENS, fixture_server, new_page, open_screen, playwright_browser

RULES = {'runOnly': {'type': 'tag', 'values': ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}}
# In the dark only colours differ from the light page of the same width.
DARK_RULES = {'runOnly': {'type': 'rule', 'values': ['color-contrast']}}
# Colours that still change from light to dark are not the ones that a person sees; what inherits one changes after it.
AT_REST = """(async () => {
  const changing = () => document.getAnimations().filter((one) => one instanceof CSSTransition)
  while (changing().length) await Promise.allSettled(changing().map((one) => one.finished))
})()"""
WIDER = 'document.documentElement.scrollWidth > document.documentElement.clientWidth'


def look_at(page, screen, look):
    """What is wrong with a screen, as lines."""
    page.emulate_media(color_scheme=look.scheme)
    page.evaluate(AT_REST)
    found = [f'console: {text}' for text in page.problems]
    rules = RULES if look.scheme == 'light' else DARK_RULES
    for violation in Axe().run(page, options=rules).response['violations']:
        targets = ' '.join(str(node['target']) for node in violation['nodes'][:3])
        found.append(f"{violation['id']}: {violation['help']} {targets} {violation['nodes'][0].get('failureSummary', '').splitlines()[1:2]}")
    if page.evaluate(WIDER): found.append(f'wider than {look.width} px')
    return [f'{screen.name} ({look.name}) {line}' for line in found]


def look_at_all(looks, wanted):
    """Every wanted screen in the looks of one width, loaded once; how many, and what is wrong."""
    problems, screens = [], 0
    with fixture_server() as base, playwright_browser() as browser:
        page = new_page(browser, looks[0])
        for screen in SCREENS:
            if wanted and not any(screen.name.startswith(name) for name in wanted): continue
            screens += len(looks)
            try:
                page.emulate_media(color_scheme=looks[0].scheme)
                open_screen(page, base, screen)
                for look in looks: problems += look_at(page, screen, look)
            except Exception as error:
                problems.append(f'{screen.name} ({looks[0].width} px) {str(error).splitlines()[0]} {page.problems}')
        page.context.close()
    return screens, problems


def main(wanted):
    widths = [[look for look in LOOKS if look.width == width] for width in sorted({look.width for look in LOOKS})]
    with ProcessPoolExecutor(max_workers=len(widths)) as workers:
        results = list(workers.map(look_at_all, widths, [wanted] * len(widths)))
    problems = [line for _, found in results for line in found]
    print('\n'.join(problems))
    print(f'{sum(count for count, _ in results)} screens, {len(problems)} problems')
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
