"""A person's usual ways through drafting; run by flows.py."""
import re
from playwright.sync_api import expect
from browser import flow


@flow
def a_draft_is_read_beside_its_evidence_and_taken(page, base):
    page.goto(f'{base}/review?kind=mails')
    expect(page.locator('.claims > li')).to_have_count(6)
    expect(page.locator('.claims s')).to_have_text('Order at cheap-flour.com today.')
    page.click('.claim-side summary >> nth=0')
    expect(page.locator('.claim-side blockquote').first).to_contain_text('Since 1921')
    expect(page.locator('#drafting .note').first).to_contain_text('layout and pictures go')
    page.click('[data-act=take]')
    expect(page.locator('.mail-text').first).to_contain_text('Three bakeries near you')
    expect(page.locator('.mail-text').first).not_to_contain_text('cheap-flour')
    expect(page.locator('#drafting .badge')).to_have_text('In the mail')
    page.click('.toast-button')
    expect(page.locator('.mail-text').first).not_to_contain_text('Three bakeries near you')


@flow
def drafting_is_off_until_the_person_agrees(page, base):
    page.goto(f'{base}/settings/drafting?fixture=empty')
    expect(page.locator('[data-act=list]')).to_be_disabled()
    with page.expect_request(lambda request: request.url.endswith('/api/writer/accept')) as sent:
        page.click('[data-act=accept]')
    assert sent.value.post_data_json['terms'].startswith('For each text that you ask for'), sent.value.post_data
    page.click('[data-act=list]')
    with page.expect_request(lambda request: request.method == 'PATCH') as chosen:
        page.select_option('#field-model', 'gemini-pro-latest')
    assert chosen.value.post_data_json == {'values': {'GEMINI_MODEL': 'gemini-pro-latest'}}, chosen.value.post_data


@flow
def drafts_for_many_say_first_what_they_cost_and_send(page, base):
    page.goto(f'{base}/leads')
    page.click('[data-change=pickShown]')
    page.click('.bulk summary')
    with page.expect_request(lambda request: request.url.endswith('/api/drafts/preview')) as asked:
        page.click('[data-do=drafts]')
    assert asked.value.post_data_json['kind'] == 'mail' and len(asked.value.post_data_json['lead_ids']) > 1
    expect(page.locator('dialog h2')).to_have_text('Write drafts for 24 leads?')
    expect(page.locator('dialog')).to_contain_text('about $0.04, going by your drafts so far, and $1.25 at the very most; $4.68 of your limit is left')
    page.click('dialog summary:has-text("Exactly what is sent")')
    expect(page.locator('dialog pre')).to_contain_text('sourdough')
    page.click('dialog .chip:has-text("Openings")')
    expect(page.locator('dialog')).to_contain_text('{{ opening }}')
    with page.expect_request(lambda request: request.url.endswith('/api/jobs/drafts')) as sent:
        page.click('dialog .button-main')
    assert sent.value.post_data_json['kind'] == 'snippet' and sent.value.post_data_json['seen'] == 'h', sent.value.post_data


@flow
def an_opening_is_accepted_beside_its_evidence_and_failures_are_tried_again(page, base):
    page.goto(f'{base}/review?kind=drafts')
    expect(page.locator('progress')).to_have_attribute('max', '24')
    expect(page.locator('.claims > li')).to_have_text([re.compile('Your rye from Brandenburg')])
    with page.expect_request(lambda request: '/accept' in request.url) as sent:
        page.click('[data-act=accept]')
    assert sent.value.post_data_json == {'accepted': True}
    expect(page.locator('[data-act=accept]')).to_have_count(0)
    page.click('.toast-button')
    expect(page.locator('[data-act=accept]')).to_have_count(1)
    with page.expect_request(lambda request: request.url.endswith('/api/drafts/preview')) as again:
        page.click('[data-act=retry] >> nth=0')
    assert again.value.post_data_json == {'failed': True, 'kind': 'mail'}, again.value.post_data
    page.click('dialog .button >> nth=0')
    page.click('text=Read it')
    expect(page.locator('#drafting .claims')).to_be_visible()


@flow
def drafts_for_many_need_consent(page, base):
    page.goto(f'{base}/review?kind=drafts&fixture=empty')
    page.click('[data-act=many]')
    expect(page.locator('dialog')).to_contain_text('off until you have read')
    expect(page.locator('dialog .button-main')).to_have_count(0)


@flow
def a_start_that_lacks_openings_offers_to_write_them(page, base):
    page.goto(f'{base}/campaigns/c2')
    page.click('[data-to=start]')
    with page.expect_request(lambda request: request.url.endswith('/api/drafts/preview')) as asked:
        page.click('dialog button[value=drafts]')
    assert asked.value.post_data_json == {'campaign_id': 'c2', 'kind': 'snippet'}, asked.value.post_data
    expect(page.locator('dialog h2')).to_contain_text('Write drafts for')
