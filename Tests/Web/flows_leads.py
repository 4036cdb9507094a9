"""Ways through leads, imports and what was set aside; flows.py goes them."""
from playwright.sync_api import expect
from browser import ROW, flow


@flow
def importing_a_file(page, base):
    page.goto(f'{base}/import')
    page.set_input_files('input[type=file]', files=[{'name': 'shops.csv', 'mimeType': 'text/csv', 'buffer': b'x' * 9_000_000}])
    page.wait_for_selector('#mapping')
    page.select_option('#column-4', 'custom')
    page.click('[data-act=preview]')
    expect(page.locator('#dry')).to_contain_text('2,980')
    page.click('[data-act=run]')
    page.click('dialog .button-main')
    expect(page.locator('progress')).to_be_visible()
    expect(page.locator('.note-good')).to_contain_text('import is done', timeout=8000)
    expect(page.locator('text=Rows that failed')).to_be_visible()


@flow
def a_running_import_is_followed_and_cancelled_after_a_reload(page, base):
    page.goto(f'{base}/import')
    page.set_input_files('input[type=file]', files=[{'name': 'shops.csv', 'mimeType': 'text/csv', 'buffer': b'x'}])
    page.click('[data-act=preview]')
    page.click('[data-act=run]')
    page.click('dialog .button-main')
    expect(page.locator('progress')).to_be_visible()
    page.reload()
    expect(page.locator('main')).to_contain_text('of 3,000')
    page.click('text=Cancel')
    expect(page.locator('main')).to_contain_text('You stopped the import')


@flow
def what_was_set_aside_is_tried_again(page, base):
    page.goto(f'{base}/system')
    expect(page.locator('main')).to_contain_text('Record 214 of the file')
    page.click('[data-act=again]')
    expect(page.locator('[data-act=again]')).to_have_count(0)
    expect(page.locator('.toast')).to_contain_text('read again')


@flow
def fields_of_ones_own_are_edited(page, base):
    page.goto(f'{base}/leads')
    page.click(ROW)
    page.click('[data-act=edit]')
    page.fill('[name=own_name]', 'Opening hours')
    page.fill('[name=own_value]', '9 to 5')
    page.click('.side form .button-main')
    expect(page.locator('.side')).to_contain_text('9 to 5')
    page.click('[data-act=edit]')
    page.fill('[name="custom.Opening hours"]', '')
    page.click('.side form .button-main')
    expect(page.locator('.side .facts').first).not_to_contain_text('9 to 5')


@flow
def a_view_is_kept_and_comes_back(page, base):
    page.goto(f'{base}/leads?review_status=approved&sort=score')
    page.click('summary:has-text("Views")')
    page.fill('#view-name', 'Best ones')
    page.click('text=Keep this view')
    expect(page.locator('.toast')).to_contain_text('Best ones')
    page.goto(f'{base}/leads')
    page.click('summary:has-text("Views")')
    page.click('button:has-text("Best ones")')
    page.wait_for_url('**/leads?review_status=approved&sort=score')
    page.click('summary:has-text("Views")')
    page.click('[title="Forget this view"] >> nth=-1')
    page.click('.toast [data-undo]')
    expect(page.locator('[data-act=view]:has-text("Best ones")')).to_have_count(1)


@flow
def picked_leads_are_taken_out(page, base):
    page.goto(f'{base}/leads')
    page.click('tbody .pick input >> nth=2')
    with page.expect_download() as download: page.click('[data-act=exportPicked]')
    assert 'Lindner' in open(download.value.path(), encoding='utf-8').read()
    page.click('[data-act=pickAll]')
    with page.expect_download() as download: page.click('[data-act=exportPicked]')
    assert 'Lindner' in open(download.value.path(), encoding='utf-8').read()


@flow
def an_excel_file_says_what_to_do(page, base):
    page.goto(f'{base}/import')
    page.set_input_files('input[type=file]', files=[{'name': 'shops.xlsx', 'mimeType': 'text/csv', 'buffer': b'PK'}])
    expect(page.locator('.note')).to_contain_text('CSV UTF-8')
