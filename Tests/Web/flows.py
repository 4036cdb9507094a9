#!/usr/bin/env python3
# long: one way through the program after another
"""Goes through the program as a person would, against the fixture server.

python3 Tests/Web/flows.py [NAME …]     Ends with 1 when a way is blocked.
"""
import re, sys, traceback
from concurrent.futures import ProcessPoolExecutor
from playwright.sync_api import expect
import flows_campaigns, flows_drafting, flows_leads  # noqa: F401 - note their ways
from browser import FLOWS, LOOKS, flow, fixture_server, new_page, playwright_browser, stoppable_server

@flow
def review_leads_with_keys_and_undo(page, base):
    page.goto(f'{base}/review')
    first = page.inner_text('.review-name')
    page.keyboard.press('a')
    expect(page.locator('.review-name')).not_to_have_text(first)
    expect(page.locator('.toast')).to_contain_text('approved')
    page.keyboard.press('Control+z')
    expect(page.locator('.review-name')).to_have_text(first)
    page.keyboard.press('s')
    expect(page.locator('.review-name')).not_to_have_text(first)
    page.keyboard.press('r')
    page.click('.toast-button')
    expect(page.locator('.toast').last).to_contain_text('Undone')


@flow
def edit_a_mail_then_approve_it(page, base):
    page.goto(f'{base}/review?kind=mails')
    page.wait_for_selector('.mail-subject')
    page.keyboard.press('e')
    page.fill('#mail-subject', 'A better subject')
    page.click('text=Save')
    expect(page.locator('.mail-subject').first).to_have_text('A better subject')
    page.keyboard.press('a')
    expect(page.locator('.toast').last).to_contain_text('approved')
    page.click('.toast-button')
    expect(page.locator('.mail-subject').first).to_have_text('A better subject')


@flow
def what_must_change_stands_above_the_mail(page, base):
    def with_error(route):
        answer = route.fetch()
        body = answer.json()
        body['lint'] = [{'level': 'error', 'code': 'unresolved', 'text': '“[your name]” looks like a placeholder that was not filled in.'}]
        body['message']['mode'] = mode
        route.fulfill(response=answer, json=body)
    for mode, words in (('practice', 'Only practice lets this pass.'), ('real', 'Put this right first.')):
        page.route('**/api/messages/*', with_error)
        page.goto(f'{base}/review?kind=mails')
        expect(page.locator('.review-mail .note').first).to_contain_text(f'{words} “[your name]”')
        assert (page.get_attribute('[data-act=approve]', 'aria-disabled') == 'true') == (mode == 'real')
        page.unroute('**/api/messages/*')


@flow
def a_mail_that_changed_is_not_approved(page, base):
    page.goto(f'{base}/review?kind=mails')
    page.wait_for_selector('.mail-subject')
    page.evaluate("""async () => {
      const { data } = await (await fetch('/api/messages?state=composed')).json()
      await fetch(`/api/messages/${data[0].id}`, { method: 'PATCH', headers: { 'X-CSRF-Token': 'fixture', 'Content-Type': 'application/json' }, body: JSON.stringify({ version: 1, text: 'Changed elsewhere' }) })
    }""")
    page.click('[data-act=approve]')
    expect(page.locator('.toast-bad')).to_contain_text('Read it again')
    expect(page.locator('.mail-text').first).to_have_text('Changed elsewhere')


@flow
def leads_search_pick_and_undo(page, base):
    page.goto(f'{base}/leads')
    page.fill('#lead-search', 'optik sommer')
    page.wait_for_url('**/leads?q=optik+sommer')
    expect(page.locator('tbody .cell-main').first).to_contain_text('Optik')
    assert page.evaluate('document.activeElement.id') == 'lead-search'
    page.fill('#lead-search', '')
    page.wait_for_url('**/leads')
    page.click('tbody .pick input >> nth=0')
    page.click('tbody .pick input >> nth=1')
    page.click('.bulk >> text=Approve')
    expect(page.locator('.toast')).to_contain_text('2 leads approved')
    page.keyboard.press('Control+z')
    expect(page.locator('.toast').last).to_contain_text('Undone')


@flow
def a_long_list_scrolls_and_keeps_few_rows(page, base):
    page.goto(f'{base}/leads')
    page.wait_for_selector('tbody .cell-main')
    rows = page.locator('tbody tr[data-index]')
    for _ in range(300):
        page.evaluate("document.querySelector('#table').scrollBy(0, 4000)")
        page.wait_for_timeout(60)
        assert rows.count() < 60, rows.count()
        if page.evaluate("Number([...document.querySelectorAll('tbody tr[data-index]')].at(-1)?.dataset.index) > 700"): break
    else: raise AssertionError('it does not scroll')
    page.keyboard.press('j')


@flow
def editing_a_lead_field_errors_and_merge(page, base):
    page.goto(f'{base}/leads')
    page.click('tbody .cell-main >> nth=4')
    page.click('.side [data-act=edit]')
    page.fill('#field-email', 'nonsense')
    page.click('.side >> text=Save')
    expect(page.locator('#field-email-error')).to_contain_text('no e-mail address')
    page.fill('#field-email', 'new@shop.example')
    page.fill('#field-phone', '409')
    page.click('.side >> text=Save')
    expect(page.locator('.side')).to_contain_text('changed while you were editing')
    page.check('input[name=phone][value=theirs]')
    page.click('text=Save this')
    expect(page.locator('.side')).to_contain_text('new@shop.example')
    page.keyboard.press('Escape')
    expect(page.locator('.side')).to_have_count(0)


@flow
def adding_a_lead(page, base):
    page.goto(f'{base}/leads/new')
    page.fill('#field-business_name', 'Brand New Shop <b>')
    page.click('.side .button-main')
    expect(page.locator('.side h2')).to_have_text('Brand New Shop <b>')


@flow
def answering_and_holding_back(page, base):
    page.goto(f'{base}/inbox')
    page.click('a.list-row >> nth=0')
    page.click('.side >> text=Question')
    expect(page.locator('.side .chip[aria-pressed=true]')).to_have_text('Question')
    page.click('[data-act=suggest]')
    expect(page.locator('#answer')).to_have_value(re.compile('cal.example'))
    page.click('.side [data-submit=answer] .button-main')
    expect(page.locator('.side')).to_contain_text('leaves in')
    page.click('text=Hold it back')
    expect(page.locator('#answer')).to_have_value(re.compile('cal.example'))
    page.click('.side >> text=Done')
    expect(page.locator('.toast').last).to_contain_text('Marked as done')


@flow
def a_draft_survives_closing_the_thread(page, base):
    page.goto(f'{base}/inbox')
    page.click('a.list-row >> nth=1')
    page.fill('#answer', 'Half a sentence')
    page.keyboard.press('Escape')
    page.click('.side [data-act=close]')
    page.click('a.list-row >> nth=1')
    expect(page.locator('#answer')).to_have_value('Half a sentence')


@flow
def answering_as_the_recipient(page, base):
    page.goto(f'{base}/inbox/practice')
    page.click('a.list-row >> nth=2')
    page.click('.side >> text=HTML')
    expect(page.frame_locator('.mail-frame').locator('b')).to_have_text('as HTML')
    page.fill('.side textarea', 'Yes please')
    page.click('.side >> text=Answer as the recipient')
    expect(page.locator('.toast')).to_contain_text('Answered')


@flow
def an_unsure_mail_is_decided(page, base):
    page.goto(f'{base}/outbox?state=unsure')
    page.click('a.list-row')
    page.click('[data-outcome=sent]')
    page.click('dialog >> text=Yes, it was sent')
    expect(page.locator('.side .badge').first).to_have_text('Sent')


@flow
def a_recovery_key_counts_once_its_end_is_typed(page, base):
    page.goto(f'{base}/settings/protection')
    page.click('[data-act=recovery]')
    expect(page.locator('.recovery-key')).to_contain_text('WXYZ')
    # On paper there is the key alone, black on white also where the screen is dark.
    page.emulate_media(media='print', color_scheme='dark')
    expect(page.locator('#field-ending')).to_be_hidden()
    expect(page.locator('.print-sheet .quiet')).to_have_css('color', 'rgb(0, 0, 0)')
    expect(page.locator('dialog')).to_have_css('background-color', 'rgb(255, 255, 255)')
    page.emulate_media(media='screen', color_scheme='light')
    page.fill('#field-ending', 'AAAA')
    page.click('text=I have it')
    expect(page.locator('.field-error')).to_contain_text('not what was printed')
    page.fill('#field-ending', 'wxyz')
    page.click('text=I have it')
    expect(page.locator('[data-key=recovery]')).to_contain_text('Printed')
    page.click('[data-act=passphrase]')
    page.fill('#field-passphrase', 'short')
    page.fill('#field-again', 'other')
    page.click('dialog .button-main')
    expect(page.locator('.field-error')).to_contain_text('not the same')
    page.fill('#field-passphrase', 'four quiet green boats')
    page.fill('#field-again', 'four quiet green boats')
    page.click('dialog .button-main')
    expect(page.locator('[data-key=passphrase]')).to_contain_text('Asked for at each start')


@flow
def a_person_is_erased_after_a_question(page, base):
    page.goto(f'{base}/settings/privacy')
    page.fill('#field-email', 'anna@optik.example')
    page.click('[data-submit=find] button')
    expect(page.locator('.note').first).to_contain_text('Optik Sommer')
    page.click('[data-act=erase]')
    page.click('dialog .button-danger')
    expect(page.locator('.note').first).to_contain_text('Nothing is held')
    page.fill('#field-unused', '90')
    page.click('[data-submit=preview] button')
    expect(page.locator('.note').last).to_contain_text('would erase now')


@flow
def a_lead_without_an_address_is_erased_from_its_panel(page, base):
    page.goto(f'{base}/leads')
    page.locator('tr[data-index]').first.click()
    page.get_by_role('link', name='All that is held, and erasing it').click()
    expect(page.locator('.note').first).to_contain_text('Carl Boats')
    page.click('[data-act=erase]')
    expect(page.locator('dialog')).to_contain_text('Carl Boats goes')
    page.click('dialog .button-danger')
    page.wait_for_url(re.compile(r'/leads$'))


@flow
def a_list_of_silence_is_imported_and_the_domain_is_checked(page, base):
    page.goto(f'{base}/settings/suppressions')
    page.wait_for_selector('[data-act=remove]')
    page.set_input_files('[data-change=take]', {'name': 'list.txt', 'mimeType': 'text/plain', 'buffer': b'ines@blumen-kraus.example'})
    expect(page.locator('.toast').last).to_contain_text('1 entry added, 2 known already. 1 line held neither')
    page.click('[data-act=law]')
    expect(page.locator('[data-key=DE]')).to_contain_text('consent')
    page.goto(f'{base}/settings/smtp')
    page.click('[data-act=domain]')
    expect(page.locator('.checks')).to_contain_text('could not be told')


@flow
def settings_are_saved_and_refused(page, base):
    page.goto(f'{base}/settings/mode')
    expect(page.locator('[name=EMAIL_PRIMARY_PROVIDER] option')).to_have_text(['Practice', 'Your own mailbox (SMTP)'])
    page.goto(f'{base}/settings/pace')
    page.fill('#setting-MAX_EMAILS_PER_DAY', '9000')
    page.click('.bulk .button-main')
    expect(page.locator('#setting-MAX_EMAILS_PER_DAY-error')).to_contain_text('from 1 to 500')
    page.fill('#setting-MAX_EMAILS_PER_DAY', '30')
    page.click('.bulk .button-main')
    expect(page.locator('.toast').last).to_contain_text('Saved')
    page.goto(f'{base}/settings/identity')
    page.click('#setting-SENDER_COMPANY')
    page.keyboard.press('End')
    page.keyboard.type(' and Son')
    expect(page.locator('#setting-SENDER_COMPANY')).to_have_value('Falk Photography and Son')
    page.goto(f'{base}/settings/smtp')
    assert '••' in page.inner_text('.settings')
    page.click('text=Replace')
    page.fill('#setting-SMTP_PASSWORD', 'new secret')
    page.click('.bulk .button-main')
    page.click('text=Test the mailbox')
    expect(page.locator('.checks').first).to_contain_text('app password')


@flow
def the_set_up_from_start_to_end(page, base):
    page.goto(f'{base}/?fixture=fresh')
    page.wait_for_url('**/setup')
    page.click('text=Start')
    page.fill('#field-SENDER_NAME', 'Mira Falk')
    page.click('text=Continue')
    expect(page.locator('#field-SENDER_EMAIL-error')).to_be_visible()
    expect(page.locator('#field-SENDER_NAME')).to_have_value('Mira Falk')
    page.fill('#field-SENDER_EMAIL', 'mira@falk-photo.example')
    page.click('text=Continue')
    page.wait_for_url('**/setup/mode')
    page.click('text=Continue')
    page.wait_for_url('**/setup/mailbox')
    expect(page.locator('.note')).to_be_visible()
    page.fill('#field-SMTP_USERNAME', 'mira@gmail.com')
    expect(page.locator('.note')).to_contain_text('app password')
    page.click('text=Test the mailbox')
    expect(page.locator('.checks').first).to_contain_text('Log in')
    page.click('text=Skip for now')
    page.wait_for_url('**/setup/pace')
    page.click('text=Continue')
    page.wait_for_url('**/setup/protection')
    page.goto(f'{base}/setup')
    page.wait_for_url('**/setup/protection')
    page.click('text=Continue')
    page.wait_for_url('**/setup/done')
    page.click('text=Bring your leads')
    page.wait_for_url('**/import')
    page.goto(f'{base}/?fixture=normal')


@flow
def a_campaign_is_written(page, base):
    page.goto(f'{base}/campaigns/new')
    page.fill('#field-name', 'Autumn')
    page.fill('#field-subject', 'Hello ')
    page.focus('#field-subject')
    page.keyboard.press('End')
    page.click('[data-name=business_name]')
    expect(page.locator('.mail-subject')).to_contain_text('Hello ')
    assert page.input_value('#field-subject') == 'Hello {{ business_name }}'
    page.fill('#field-text', 'Dear {{ nmae }}')
    expect(page.locator('#field-text-error')).to_contain_text('Did you mean contact_name?')
    page.click('#field-text-error [data-act=meant]')
    expect(page.locator('#field-text')).to_have_value('Dear {{ contact_name }}')
    expect(page.locator('#field-text-error')).to_be_empty()
    page.click('text=Create the campaign')
    expect(page.locator('h1')).to_have_text('Autumn')
    page.click('text=Add all approved leads')
    page.click('dialog .button-main')
    expect(page.locator('.toast').last).to_contain_text('210 leads added')
    page.click('[data-to=start]')
    expect(page.locator('dialog h2')).to_have_text('Before it starts')
    expect(page.locator('dialog')).to_contain_text('1 lead can’t be reached by mail')
    expect(page.locator('dialog h3')).to_have_text('31 of 214 leads lack something')
    page.click('dialog >> text=Not yet')
    expect(page.locator('h1 + .badge')).not_to_have_text('Running')
    page.click('[data-to=start]')
    page.fill('dialog [name="instead-city"]', 'your place')
    page.click('dialog .button-main')
    expect(page.locator('dialog')).to_be_visible()
    page.check('dialog [value=leave_out]')
    expect(page.locator('dialog [name="instead-city"]')).to_be_disabled()
    with page.expect_request(lambda request: request.url.endswith('/start')) as sent:
        page.click('dialog .button-main')
    assert sent.value.post_data_json == {'lacking': 'leave_out'}, sent.value.post_data_json
    expect(page.locator('h1 + .badge')).to_have_text('Running')


@flow
def a_campaign_begins_with_a_template(page, base):
    page.goto(f'{base}/campaigns/new')
    page.click('[data-act=begin]')
    page.select_option('#field-language', 'en')
    expect(page.locator('dialog')).to_contain_text('3 mails: the first, then after 4 and 7 business days')
    page.click('text=Take it')
    expect(page.locator('.mail-text').last).to_contain_text('I am looking for a gallery')
    with page.expect_request(lambda one: one.method == 'POST' and one.url.endswith('/api/campaigns')) as sent: page.click('text=Create the campaign')
    assert [step.get('wait') for step in sent.value.post_data_json['steps']] == [0, 4, 7]


@flow
def the_palette_and_places(page, base):
    page.goto(base)
    page.wait_for_selector('.pill-state')
    page.keyboard.press('Control+k')
    page.keyboard.type('backups')
    page.keyboard.press('Enter')
    page.wait_for_url('**/system/backups')
    page.keyboard.press('g')
    page.keyboard.press('l')
    page.wait_for_url('**/leads')
    page.keyboard.press('Control+k')
    page.keyboard.type('optik')
    page.wait_for_selector('.palette-item:has-text("Optik")')
    page.keyboard.press('Enter')
    page.wait_for_url('**/leads/*')


@flow
def pausing_reaches_other_tabs(page, base):
    page.goto(base)
    other = page.context.new_page()
    other.goto(base)
    other.wait_for_selector('.pill-act')
    page.click('.pill-act')
    expect(other.locator('.pill-state')).to_contain_text('Paused')
    page.click('.pill-act')
    expect(other.locator('.pill-state')).to_contain_text('Practice')
    other.close()


@flow
def the_session_ends(page, base):
    page.goto(base)
    page.goto(f'{base}/leads?fixture=ended')
    expect(page.locator('h1')).to_contain_text('session has ended')
    page.goto(f'{base}/?fixture=fail')
    page.goto(f'{base}/leads')
    expect(page.locator('.state')).to_contain_text('Nothing was changed')
    page.evaluate("fetch('/?fixture=normal')")
    page.click('text=Try again')
    expect(page.locator('tbody .cell-main').first).to_be_visible()


@flow
def the_program_stops_and_comes_back(page, _):
    with stoppable_server() as (base, stop, start):
        page.goto(f'{base}/leads')
        page.wait_for_selector('tbody .cell-main')
        stop()
        expect(page.locator('.banner')).to_contain_text('not answering')
        page.click('tbody .cell-main >> nth=1')
        page.click('.nav >> text=Templates')
        expect(page.locator('main')).to_contain_text('does not answer')
        start()
        expect(page.locator('.banner')).to_have_count(0)
        expect(page.locator('h1')).to_have_text('Templates')
        page.problems.clear()
        page.click('.nav >> text=Leads')
        page.click('tbody .cell-main >> nth=2')
        expect(page.locator('.side h2')).to_be_visible()


@flow
def a_page_of_before_says_that_the_program_is_locked(page, base):
    page.goto(f'{base}/leads')
    page.wait_for_selector('tbody .cell-main')
    page.evaluate("fetch('/favicon.svg?fixture=locked')")
    page.click('.nav >> text=Templates')
    banner = page.locator('.banner')
    expect(banner).to_contain_text('The program is locked.')
    expect(banner.get_by_role('link', name='Unlock it')).to_have_attribute('target', '_blank')
    expect(page.locator('main')).to_contain_text('waits for its passphrase')
    page.evaluate("fetch('/favicon.svg?fixture=normal')")
    expect(banner).to_have_count(0)
    expect(page.locator('h1')).to_have_text('Templates')


@flow
def the_theme_switch_and_single_letters(page, base):
    page.goto(f'{base}/review')
    page.wait_for_selector('.review-name')
    page.click('[data-act=theme]')
    page.click('[data-act=theme]')
    assert page.evaluate("document.documentElement.dataset.theme") == 'dark'
    page.reload()
    page.wait_for_selector('.review-name')
    assert page.evaluate("document.documentElement.dataset.theme") == 'dark'
    page.keyboard.press('?')
    page.uncheck('#tick-letters')
    page.click('dialog >> text=Close')
    expect(page.locator('dialog')).to_have_count(0)
    first = page.inner_text('.review-name')
    page.keyboard.press('s')
    page.wait_for_timeout(200)
    assert page.inner_text('.review-name') == first, (first, page.inner_text('.review-name'), page.evaluate("import('/keys.js').then(m => m.keys.letters)"))


@flow
def decide_after_the_data_went_back(page, base):
    page.goto(f'{base}/restored')
    expect(page.locator('.list-row')).to_have_count(3)
    page.click('[data-act=got] >> nth=0')
    expect(page.locator('.list-row')).to_have_count(2)
    page.click('[data-act=stop]')
    expect(page.locator('dialog')).to_contain_text('2 held leads are stopped')
    page.click('dialog button >> text="Go on"')
    expect(page).to_have_url(f'{base}/')


@flow
def search_mails_and_answers_by_words(page, base):
    for place, empty in (('outbox', 'No mail has these words'), ('inbox', 'No answer has these words')):
        page.goto(f'{base}/{place}')
        page.wait_for_selector('a.list-row')
        page.fill(f'#{place}-search', 'nowhere to be found')
        expect(page.locator('.state-title')).to_have_text(empty)
        page.click('text=Clear the search')
        expect(page.locator('a.list-row').first).to_be_visible()


def go(works):
    """Goes some ways in one browser; how many are blocked."""
    broken = 0
    with playwright_browser() as browser:
        for work in works:
            with fixture_server() as base:
                page = new_page(browser, LOOKS[0])
                try:
                    work(page, base)
                    if page.problems: raise AssertionError(page.problems)
                    print(f'ok      {work.__name__}', flush=True)
                except Exception as error:
                    broken += 1
                    print(f'BROKEN  {work.__name__}: {(str(error) or traceback.format_exc())[:900]} {page.problems}', flush=True)
                page.context.close()
    return broken


def main(wanted):
    works = [work for work in FLOWS if not wanted or any(name in work.__name__ for name in wanted)]
    with ProcessPoolExecutor(max_workers=2) as workers:
        return 1 if sum(workers.map(go, [works[::2], works[1::2]])) else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
