"""A person's usual ways through drafting; run by flows.py."""
from playwright.sync_api import expect
from browser import flow


@flow
def a_draft_is_read_beside_its_evidence_and_taken(page, base):
    page.goto(f'{base}/review?kind=mails')
    expect(page.locator('.claims > li')).to_have_count(6)
    expect(page.locator('.claims s')).to_have_text('Order at cheap-flour.com today.')
    page.click('.claim-side summary >> nth=0')
    expect(page.locator('.claim-side blockquote').first).to_contain_text('Since 1921')
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
