"""A person's usual ways through a campaign of several steps; run by flows.py."""
import re
from playwright.sync_api import expect
from browser import flow


@flow
def a_sequence_is_written(page, base):
    page.goto(f'{base}/campaigns/c1')
    expect(page.locator('.sequence-step')).to_have_count(3)
    page.click('.sequence [data-act=add][data-kind=mail]')
    expect(page.locator('.sequence-step')).to_have_count(4)
    expect(page.locator('.sequence-step[aria-current=true]')).to_contain_text('4. Follow-up')
    page.fill('#field-text', 'Still there, {{ business_name }}?')
    expect(page.locator('.mail-subject')).to_contain_text('Re: ')
    page.fill('#field-wait', '4')
    expect(page.locator('.sequence-wait').last).to_contain_text('4 business days later')
    page.click('[data-act=addVariant]')
    page.fill('#field-text', 'Another word?')
    page.click('[data-act=variant][data-at="0"]')
    expect(page.locator('#field-text')).to_have_value('Still there, {{ business_name }}?')
    page.click('text=How it is approved and sent')
    page.check('input[value=each]')
    with page.expect_request(lambda request: request.method == 'PATCH') as sent:
        page.click('.writing .button-main')
    body = sent.value.post_data_json
    assert [step['kind'] for step in body['steps']] == ['mail', 'mail', 'call', 'mail'], body
    assert body['steps'][3]['wait'] == 4 and len(body['steps'][3]['variants']) == 2 and body['approval'] == 'each', body
    page.click('.tab >> text=Calendar')
    expect(page.locator('.plan li')).to_have_count(7)
    page.click('.tab >> text=Results')
    expect(page.locator('.results').first).to_contain_text('winner')
    page.click('.tab >> text=Leads')
    page.click('[data-act=stop] >> nth=0')
    expect(page.locator('.toast').last).to_contain_text('Stopped for this lead')


@flow
def a_whole_sequence_is_approved_and_a_task_is_done(page, base):
    page.goto(f'{base}/review?kind=mails')
    expect(page.locator('.follow .mail')).to_have_count(1)
    with page.expect_request(lambda request: request.url.endswith('/approve')) as sent:
        page.click('text=Approve all 2')
    assert len(sent.value.post_data_json['items']) == 2 and '/enrollments/' in sent.value.url
    page.goto(base)
    expect(page.locator('[data-act=taskDone]').first).to_be_visible()
    before = page.locator('[data-act=taskDone]').count()
    page.click('[data-act=taskDone] >> nth=0')
    expect(page.locator('[data-act=taskDone]')).to_have_count(before - 1)


@flow
def a_template_is_written(page, base):
    page.goto(f'{base}/templates')
    page.click('text=New template')
    page.fill('#field-name', 'For bakeries')
    page.fill('#field-subject', 'Bread')
    page.fill('#field-text', 'Hello {{ first_name }},\n\na word?')
    expect(page.locator('.write-back mark').first).to_have_text('{{ first_name }}')
    page.focus('#field-text')
    page.keyboard.press('Control+End')
    page.click('[data-name=city]')
    assert page.input_value('#field-text').endswith('{{ city | default("your town") }}')
    page.keyboard.press('Control+z')
    assert page.input_value('#field-text').endswith('a word?'), 'the field keeps its own undo'
    page.fill('#field-text', 'Hello {{ frist_name }},\n\na word?')
    page.click('[data-act=check]')
    expect(page.locator('.lacks li')).to_contain_text('Did you mean First name?')
    page.click('[data-act=meant]')
    expect(page.locator('#field-text')).to_have_value('Hello {{ first_name }},\n\na word?')
    page.click('[data-act=check]')
    expect(page.locator('.lacks li')).to_have_count(1)
    page.fill('[name=instead-first_name]', 'neighbour')
    page.click('[data-act=instead]')
    expect(page.locator('#field-text')).to_have_value(re.compile(r'^Hello {{ first_name \| default\("neighbour"\) }}'))
    page.click('[data-act=check]')
    expect(page.locator('#audience-check')).to_contain_text('Every mail can be written')
    with page.expect_request(lambda one: one.method == 'POST' and one.url.endswith('/api/templates')) as sent: page.keyboard.press('Control+s')
    assert sent.value.post_data_json['name'] == 'For bakeries'
    page.wait_for_url('**/templates/t1')
    page.click('[data-act=test]')
    expect(page.locator('dialog')).to_contain_text('Sent to yourself')


@flow
def a_mistake_stands_at_its_line(page, base):
    page.goto(f'{base}/templates/t1')
    page.fill('#field-text', 'One\nTwo {{ city\nThree')
    expect(page.locator('.write-bad')).to_have_text('Two {{ city')
    page.click('[data-act=jump]')
    assert page.evaluate('document.activeElement.selectionStart') == 4


@flow
def a_template_shows_an_example_of_its_opening_and_says_so(page, base):
    page.goto(f'{base}/templates/t1')
    expect(page.locator('.preview')).not_to_contain_text('says an example here')
    page.fill('#field-text', 'Hello,\n\n{{ opening }}')
    expect(page.locator('.preview')).to_contain_text('{{ opening }} says an example here')


@flow
def a_file_goes_with_a_step_and_with_a_mail(page, base):
    offer = {'name': 'Offer.pdf', 'mimeType': 'application/pdf', 'buffer': b'%PDF-1.7'}
    page.goto(f'{base}/campaigns/c1')
    page.set_input_files('input[data-change=attach]', [offer, {**offer, 'name': 'Prices.pdf'}])
    expect(page.locator('.file')).to_have_count(2)
    page.set_input_files('input[data-change=attach]', [{**offer, 'name': 'setup.exe'}])
    expect(page.locator('.toast').last).to_contain_text('is or looks like a program')
    page.set_input_files('input[data-change=attach]', [{**offer, 'name': 'big.pdf', 'buffer': b'%' * (5 << 20)}])
    expect(page.locator('.toast').last).to_contain_text('5 MB are possible')
    page.click('[data-act=detach][data-at="0"]')
    expect(page.locator('.file-name')).to_have_text(['Prices.pdf'])
    with page.expect_request(lambda request: request.method == 'PATCH') as sent:
        page.click('.writing .button-main')
    files = [[one['name'] for one in step.get('attachments') or []] for step in sent.value.post_data_json['steps']]
    assert files[0] == ['Prices.pdf'] and not any(files[1:]), files

    page.goto(f'{base}/review?kind=mails')
    expect(page.locator('.mail .file-name').first).to_have_text('Offer for bakeries.pdf')
    page.click('[data-act=edit]')
    page.click('[data-act=detach][data-at="0"]')
    with page.expect_request(lambda request: request.method == 'PATCH') as sent:
        page.click('.mail-edit >> text=Save')
    assert [one['name'] for one in sent.value.post_data_json['attachments']] == ['Shop window, a photo from last week.jpg']


@flow
def a_signature_shows_how_mails_end(page, base):
    page.goto(f'{base}/settings/identity')
    expect(page.frame_locator('.signature-frame').locator('body')).to_contain_text('Mira Falk')
    page.fill('#setting-SENDER_SIGNATURE', 'Mira F.\nPhotographs')
    expect(page.locator('.signature-text')).to_contain_text('Photographs')
    page.goto(f'{base}/settings/mailboxes')
    page.click('[data-act=edit] >> nth=0')
    page.fill('#mailbox-SENDER_SIGNATURE_HTML', '<i>Mira of the studio</i>')
    expect(page.frame_locator('.signature-frame').locator('i')).to_have_text('Mira of the studio')


@flow
def a_template_keeps_its_files(page, base):
    page.goto(f'{base}/templates/t1')
    page.set_input_files('input[data-change=attach]', {'name': 'Offer.pdf', 'mimeType': 'application/pdf', 'buffer': b'%PDF-1.7'})
    expect(page.locator('.file-name')).to_have_text(['Offer.pdf'])
    with page.expect_request(lambda request: request.method == 'PATCH') as sent:
        page.click('.desk .button-main')
    files = [[one['name'] for one in step['attachments']] for step in sent.value.post_data_json['steps']]
    assert files[0] == ['Offer.pdf'] and not any(files[1:]), files


@flow
def what_is_not_saved_is_not_left_without_a_question(page, base):
    page.goto(f'{base}/campaigns')
    page.click('a.list-row >> nth=0')
    page.fill('#field-subject', 'Half a thought')
    expect(page.locator('.page-head')).to_contain_text('not saved yet')
    page.click('.nav >> text=Leads')
    page.click('dialog >> text=Stay here')
    page.go_back()
    expect(page.locator('dialog')).to_contain_text('Leave what you have not saved?')
    page.click('dialog >> text=Stay here')
    expect(page.locator('#field-subject')).to_have_value('Half a thought')
    page.click('text=Calendar')
    expect(page.locator('dialog')).to_have_count(0)
    page.click('.tabs >> text=Steps')
    page.click('[data-act=enroll]')
    page.click('dialog >> text=Save and go on')
    expect(page.locator('dialog')).to_contain_text('approved leads?')
    page.keyboard.press('Escape')
    page.click('.nav >> text=Leads')
    expect(page.locator('h1')).to_have_text('Leads')
    page.goto(f'{base}/settings/pace')
    page.fill('.setting input >> nth=0', '7')
    page.click('.settings-nav >> text=Privacy')
    page.click('dialog >> text=Leave it')
    expect(page.locator('main h2')).to_have_text('Privacy')


@flow
def a_program_that_wants_something_leaves_what_is_written(page, base):
    page.goto(f'{base}/campaigns/c1')
    page.fill('#field-subject', 'Half a thought')
    page.route('**/health', lambda route: route.fulfill(json={'scheduler_running': False}))
    page.route('**/start/state', lambda route: route.fulfill(json={'state': 'trouble'}))
    page.evaluate("import('/api.js').then(({ setAnswering }) => setAnswering(false))")
    expect(page.locator('.banner')).to_contain_text('asks you something')
    page.unroute('**/health')
    expect(page.locator('.banner')).to_have_count(0)
    expect(page.locator('#field-subject')).to_have_value('Half a thought')


@flow
def adding_leads_where_none_is_approved_leads_to_review(page, base):
    page.goto(f'{base}/campaigns/c2')
    page.wait_for_selector('[data-act=enroll]')
    page.evaluate("fetch('/favicon.svg?fixture=empty')")
    page.click('[data-act=enroll]')
    expect(page.locator('dialog h2')).to_have_text('No lead is approved yet')
    page.click('dialog a')
    expect(page.locator('h1')).to_have_text('Leads')
    expect(page.locator('dialog')).to_have_count(0)
