"""What the browser checks share: the fixture server, the browser, the list of screens."""
import contextlib, pathlib, re, shutil, subprocess
from dataclasses import dataclass, field
from playwright.sync_api import expect, sync_playwright

HERE = pathlib.Path(__file__).resolve().parent
# Milliseconds until something that should appear counts as missing: long, because a busy computer is no fault of a page.
PATIENCE = 300_000
expect.set_options(timeout=PATIENCE)


@dataclass
class Look:
    name: str
    width: int
    height: int
    scheme: str


@dataclass
class Screen:
    name: str
    path: str
    fixture: str = 'normal'
    steps: list = field(default_factory=list)
    """Things to do first: ('click', selector), ('key', key), ('fill', selector, text), ('select', selector, value), ('file', selector, name)."""


LOOKS = [Look('wide', 1360, 860, 'light'), Look('dark', 1360, 860, 'dark'), Look('narrow', 360, 740, 'light'), Look('narrow-dark', 360, 740, 'dark')]
ROW = 'tbody tr[data-key]:not(.spacer) .cell-main >> nth=1'
SCREENS = [
    Screen('today', '/'), Screen('today-empty', '/', 'empty'), Screen('today-failed', '/', 'fail'), Screen('session-ended', '/', 'ended'),
    Screen('leads', '/leads'), Screen('leads-empty', '/leads', 'empty'), Screen('leads-none', '/leads?q=nobody'), Screen('leads-picked', '/leads', steps=[('click', 'tbody .pick input >> nth=2'), ('click', 'tbody .pick input >> nth=3')]),
    Screen('leads-views', '/leads', steps=[('click', 'summary:has-text("Views")')]), Screen('lead', '/leads', steps=[('click', ROW)]), Screen('lead-edit', '/leads', steps=[('click', ROW), ('click', '[data-act=edit]')]), Screen('lead-new', '/leads/new'),
    Screen('lead-errors', '/leads/new', steps=[('click', '#lead-panel .button-main')]),
    Screen('scores', '/settings/scores'), Screen('scores-changed', '/settings/scores', steps=[('fill', '[name=points-has_phone]', '25'), ('wait', '.reasons')]),
    Screen('discover', '/discover'), Screen('discover-empty', '/discover', 'empty'), Screen('discover-errors', '/discover', steps=[('click', 'form .button-main')]),
    Screen('discover-where', '/discover', steps=[('fill', '[name=query]', 'bakery'), ('fill', '[name=location]', 'Berlin'), ('click', 'form .button-main'), ('wait', '#where')]),
    Screen('discover-terms', '/discover', steps=[('select', '[name=source]', 'google_maps')]), Screen('discover-shape', '/discover', steps=[('select', '[name=source]', 'dataforseo'), ('fill', '[name=query]', 'bakery'), ('fill', '[name=location]', 'Berlin'), ('click', 'form .button-main'), ('wait', '#where'), ('click', '[name=shape][value=polygon]'), ('wait', '[name=polygon]'), ('fill', '[name=polygon]', '53.1, 8.7')]),
    Screen('discover-drawn', '/discover', steps=[('fill', '[name=query]', 'bakery'), ('fill', '[name=location]', 'Berlin'), ('click', 'form .button-main'), ('wait', '#where'), ('click', '[name=shape][value=polygon]'), ('wait', '.shape-map'), ('fill', '[name=polygon]', '52.62, 13.25\n52.64, 13.45\n52.55, 13.62\n52.43, 13.55\n52.41, 13.30\n52.50, 13.36')]),
    Screen('discover-found', '/discover/d1'), Screen('discover-running', '/discover/d2'), Screen('discover-failed', '/discover/d3'),
    Screen('import', '/import'), Screen('import-mapping', '/import', steps=[('file', 'input[type=file]', 'shops.csv'), ('wait', '#mapping')]),
    Screen('import-dry', '/import', steps=[('file', 'input[type=file]', 'shops.csv'), ('wait', '#mapping'), ('click', '[data-act=preview]'), ('wait', '[data-act=run]')]),
    Screen('import-report', '/import/i1'),
    Screen('review', '/review'), Screen('review-mails', '/review?kind=mails'), Screen('review-edit', '/review?kind=mails', steps=[('click', '[data-act=edit]')]), Screen('review-empty', '/review', 'empty'),
    Screen('review-draft', '/review?kind=mails', steps=[('wait', '.claims'), ('click', '.claim-side summary >> nth=0')]), Screen('review-look', '/review?kind=mails', steps=[('wait', '.claims'), ('click', '[data-act=look] >> nth=0'), ('wait', 'dialog')]),
    Screen('review-drafts', '/review?kind=drafts'), Screen('review-drafts-none', '/review?kind=drafts', 'empty'), Screen('draft-many', '/campaigns/c1', steps=[('click', '[data-act=drafts]'), ('wait', 'dialog'), ('click', 'dialog summary >> nth=1')]),
    Screen('template-files', '/templates/t1', steps=[('file', 'input[data-change=attach]', 'shops.csv'), ('wait', '.file')]),
    Screen('drafting', '/settings/drafting', steps=[('click', '[data-act=list]'), ('wait', '#field-model')]), Screen('drafting-consent', '/settings/drafting', 'empty'),
    Screen('outbox', '/outbox'), Screen('outbox-empty', '/outbox', 'empty'), Screen('outbox-mail', '/outbox?state=queued', steps=[('click', 'a.list-row >> nth=0')]), Screen('outbox-unsure', '/outbox?state=unsure', steps=[('click', 'a.list-row >> nth=0')]),
    Screen('inbox', '/inbox'), Screen('inbox-thread', '/inbox', steps=[('click', 'a.list-row >> nth=0')]), Screen('inbox-possible', '/inbox?state=possible', steps=[('click', 'a.list-row >> nth=0')]), Screen('inbox-empty', '/inbox', 'empty'),
    Screen('practice', '/inbox/practice'), Screen('practice-mail', '/inbox/practice', steps=[('click', 'a.list-row >> nth=1')]),
    Screen('campaigns', '/campaigns'), Screen('campaigns-empty', '/campaigns', 'empty'), Screen('campaign', '/campaigns/c1'), Screen('campaign-new', '/campaigns/new'), Screen('campaign-files', '/campaigns/c1', steps=[('file', 'input[data-change=attach]', 'shops.csv'), ('wait', '.file')]), Screen('campaign-starter', '/campaigns/new', steps=[('click', '[data-act=begin]'), ('wait', 'dialog')]), Screen('campaign-no-starter', '/campaigns/new', 'empty', steps=[('click', '[data-act=begin]'), ('wait', 'dialog')]),
    Screen('campaign-limits', '/campaigns/c1', steps=[('click', 'summary:has-text("How it is approved")'), ('click', '#field-ramp_step')]),
    Screen('campaign-lacks', '/campaigns/c2', steps=[('click', '[data-to=start]'), ('wait', 'dialog .lacks')]),
    Screen('campaign-calendar', '/campaigns/c1?part=calendar'), Screen('campaign-results', '/campaigns/c1?part=results'), Screen('campaign-leads', '/campaigns/c1?part=leads'), Screen('campaign-leads-none', '/campaigns/c2?part=leads'), Screen('campaign-calendar-none', '/campaigns/c2?part=calendar'),
    Screen('campaign-flight', '/campaigns/c1/flight'), Screen('campaign-flown', '/campaigns/c1/flight', steps=[('click', 'form .button-main'), ('wait', '.figures')]),
    Screen('templates', '/templates'), Screen('templates-empty', '/templates', 'empty'), Screen('template', '/templates/t1'), Screen('template-new', '/templates/new'), Screen('template-first', '/templates/new', 'empty'),
    Screen('template-html', '/templates/new?from=gallery.en', steps=[('click', '[data-act=convert]'), ('wait', 'iframe')]), Screen('template-error', '/templates/t1', steps=[('fill', '#field-text', 'Hello {{ first_name | default("there") }},\n\nyour shop in {{ city\nis lovely.'), ('wait', '.write-bad')]),
    Screen('template-lacks', '/templates/t1', steps=[('fill', '#field-text', 'Hello {{ first_name }},\n\na word?'), ('click', '[data-act=check]'), ('wait', '.lacks')]), Screen('template-help', '/templates/t1', steps=[('click', '[data-act=help]'), ('wait', '.help-list')]), Screen('template-versions', '/templates/t1', steps=[('click', '[data-act=versions]'), ('wait', '.version-list')]),
    Screen('settings', '/settings', steps=[('wait', '.signature iframe')]), Screen('settings-mode', '/settings/mode'), Screen('settings-imap', '/settings/imap'), Screen('settings-pace', '/settings/pace'), Screen('suppressions', '/settings/suppressions'), Screen('protection', '/settings/protection'), Screen('recovery-key', '/settings/protection', steps=[('click', '[data-act=recovery]'), ('wait', '.recovery-key')]), Screen('passphrase', '/settings/protection', steps=[('click', '[data-act=passphrase]'), ('wait', 'dialog')]),
    Screen('mailboxes', '/settings/mailboxes'), Screen('mailbox-edit', '/settings/mailboxes', steps=[('click', '[data-act=edit] >> nth=0'), ('wait', '.signature iframe')]), Screen('mailbox-errors', '/settings/mailboxes', steps=[('click', '[data-act=add]'), ('click', '.mailbox-form .button-main')]), Screen('campaign-mailboxes', '/campaigns/c1?part=mailboxes'),
    Screen('privacy', '/settings/privacy'), Screen('privacy-found', '/settings/privacy', steps=[('fill', '#field-email', 'anna@optik.example'), ('click', '[data-submit=find] button'), ('wait', '[data-act=erase]'), ('fill', '#field-unused', '90'), ('click', '[data-submit=preview] button'), ('wait', '[data-act=keep]')]),
    Screen('system', '/system'), Screen('jobs', '/system/jobs'), Screen('logs', '/system/logs'), Screen('backups', '/system/backups'), Screen('audit', '/system/audit', steps=[('click', '.audit-line summary >> nth=0')]), Screen('about', '/system/about'), Screen('about-off', '/system/about', 'empty'), Screen('move-out', '/system/backups', steps=[('click', '[data-act=moveOut]'), ('wait', 'dialog')]),
    Screen('setup', '/setup'), *[Screen(f'setup-{step}', f'/setup/{step}') for step in ('identity', 'mode', 'mailbox', 'pace', 'protection', 'done')],
    Screen('missing', '/nowhere'), Screen('palette', '/', steps=[('key', 'Control+k')]), Screen('keys', '/', steps=[('key', '?')]), Screen('restore-dialog', '/system/backups', steps=[('click', '[data-act=restore] >> nth=0'), ('wait', 'dialog')]), Screen('restore-file', '/system/backups', steps=[('click', '[data-act=file]'), ('fill', '#field-path', '/media/mira/stick/a.backup'), ('click', 'dialog .button-main'), ('wait', '#field-key')]), Screen('backups-empty', '/system/backups', 'empty'),
    Screen('restored', '/restored'), Screen('restored-none', '/restored', 'empty'), Screen('restored-dialog', '/restored', steps=[('click', '[data-act=release]')]),
]


@contextlib.contextmanager
def fixture_server():
    """Starts the fixture server on a free port and gives its address."""
    process = subprocess.Popen([shutil.which('node'), str(HERE / 'fixture-server.mjs'), '0'], stdout=subprocess.PIPE, text=True)
    try:
        yield re.search(r'http://[\d.:]+', process.stdout.readline()).group(0)
    finally:
        process.terminate()
        process.wait(5)


@contextlib.contextmanager
def playwright_browser():
    """Debian's Chromium, without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which('chromium'), args=['--no-sandbox'])
        try:
            yield browser
        finally:
            browser.close()


def new_page(browser, look):
    context = browser.new_context(viewport={'width': look.width, 'height': look.height}, color_scheme=look.scheme, reduced_motion='reduce', locale='en-GB', timezone_id='Europe/Berlin')
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.problems = []
    # A failed request of the fixture is meant to fail; everything else on the console is a mistake of ours.
    page.on('console', lambda message: message.type == 'error' and 'Failed to load resource' not in message.text and page.problems.append(message.text))
    page.on('pageerror', lambda error: page.problems.append(str(error)))
    return page


def open_screen(page, base, screen):
    """Opens a screen and does its steps."""
    page.problems.clear()
    joint = '&' if '?' in screen.path else '?'
    page.goto(f'{base}{screen.path}{joint}fixture={screen.fixture}')
    # A view that still loads has a state, but no heading yet.
    page.wait_for_selector('h1', state='attached')
    page.wait_for_timeout(150)
    for kind, *rest in screen.steps:
        if kind == 'click': page.click(rest[0])
        elif kind == 'key': page.keyboard.press(rest[0])
        elif kind == 'fill': page.fill(*rest)
        elif kind == 'select': page.select_option(*rest)
        elif kind == 'wait': page.wait_for_selector(rest[0])
        elif kind == 'file': page.set_input_files(rest[0], files=[{'name': rest[1], 'mimeType': 'text/csv', 'buffer': b'Firma;E-Mail\nLindner;hello@lindner.example\n'}])
        page.wait_for_timeout(150)


@contextlib.contextmanager
def stoppable_server():
    """A fixture server that can be stopped and started again on the same port: gives its address, stop and start."""
    running = {}

    def start(port='0'):
        running['process'] = subprocess.Popen([shutil.which('node'), str(HERE / 'fixture-server.mjs'), port], stdout=subprocess.PIPE, text=True)
        return re.search(r'http://[\d.:]+', running['process'].stdout.readline()).group(0)

    def stop():
        running['process'].terminate()
        running['process'].wait(5)

    base = start()
    try:
        yield base, stop, lambda: start(base.rsplit(':', 1)[1])
    finally:
        stop()


FLOWS = []


def flow(work):
    """Notes a way through the program, for flows.py to go."""
    FLOWS.append(work)
    return work
