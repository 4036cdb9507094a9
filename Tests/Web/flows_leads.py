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
    expect(page.locator('.note-good')).to_contain_text('import is done')
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


@flow
def a_shape_is_drawn_dragged_moved_by_keys_and_typed(page, base):
    page.goto(f'{base}/discover')
    page.fill('[name=query]', 'bakery')
    page.fill('[name=location]', 'Berlin')
    page.click('form .button-main')
    page.click('[name=shape][value=polygon]')
    typed, corners, plan = page.locator('[name=polygon]'), page.locator('[data-corner]'), page.locator('.shape-map svg')
    expect(page.locator('.field-error')).to_have_count(0)
    plan.scroll_into_view_if_needed()
    box = plan.bounding_box()
    at = lambda x, y: (box['x'] + box['width'] * x, box['y'] + box['height'] * y)
    for x, y in [(0.3, 0.3), (0.7, 0.3), (0.5, 0.7)]: page.mouse.click(*at(x, y))
    expect(corners).to_have_count(3)
    expect(page.locator('.shape-map [role=status]')).to_contain_text('3 corners, about')
    lines = typed.input_value().split('\n')
    # A corner is dragged: the others stay where they are.
    page.mouse.move(*at(0.5, 0.7))
    page.mouse.down()
    page.mouse.move(*at(0.5, 0.8), steps=4)
    page.mouse.up()
    dragged = typed.input_value().split('\n')
    assert dragged[:2] == lines[:2] and float(dragged[2].split(',')[0]) < float(lines[2].split(',')[0]), dragged
    # Let go outside, it stays on the plan's edge; a press on an edge puts a corner into it.
    page.mouse.click(*at(0.5, 0.29))
    expect(corners).to_have_count(4)
    assert typed.input_value().split('\n')[2] == dragged[1]
    page.locator('[data-corner="1"]').focus()
    before = typed.input_value().split('\n')[1]
    page.keyboard.press('ArrowUp')
    assert float(typed.input_value().split('\n')[1].split(',')[0]) > float(before.split(',')[0])
    page.keyboard.press('+')
    expect(corners).to_have_count(5)
    page.keyboard.press('Delete')
    page.keyboard.press('Delete')
    expect(corners).to_have_count(3)
    typed.fill('52.6, 13.2\n52.6, 13.6\n52.4, 13.6\n52.4, 13.2')
    expect(corners).to_have_count(4)
    page.click('[data-act=shapeClear]')
    expect(corners).to_have_count(0)
    page.click('text=Find “bakery” here')
    expect(page.locator('.field-error')).to_contain_text('three corners')
    page.click('[data-act=shapeOutline]')
    expect(corners).to_have_count(4)
    page.click('text=Find “bakery” here')
    page.wait_for_url('**/discover/d2')


@flow
def web_sites_are_measured_once_the_cost_is_known(page, base):
    page.goto(f'{base}/leads')
    page.click(ROW)
    expect(page.locator('.side')).to_contain_text('kept because this source knows it better')
    page.click('.side [data-act=measure]')
    expect(page.locator('dialog')).to_contain_text('$0.0242')
    page.click('dialog .button-main')
    expect(page.locator('.toast')).to_contain_text('1 web site will be measured')


@flow
def enter_in_a_dialog_does_what_its_main_button_does(page, base):
    page.goto(f'{base}/leads')
    page.click('[data-change=pickShown]')
    page.click('[data-do=tag]')
    page.fill('dialog input[name=tag]', 'spring')
    with page.expect_request(lambda request: request.method == 'POST' and 'spring' in (request.post_data or '')):
        page.press('dialog input[name=tag]', 'Enter')


@flow
def who_has_no_list_takes_invented_businesses(page, base):
    page.goto(f'{base}/import')
    page.click('text=try it with five invented ones')
    expect(page.locator('#mapping')).to_be_visible()
    expect(page.locator('.page-lead')).to_contain_text('Invented businesses.csv')
    page.click('[data-act=preview]')
    expect(page.locator('.button-main')).to_have_count(1)


@flow
def a_note_or_a_form_that_is_not_saved_is_kept(page, base):
    page.goto(f'{base}/review')
    page.fill('#lead-notes', 'Ask for the owner')
    with page.expect_request(lambda one: one.method == 'PATCH') as sent:
        page.click('[data-act=approve]')
    assert sent.value.post_data_json['notes'] == 'Ask for the owner'
    expect(page.locator('#lead-notes')).to_have_value('')
    page.goto(f'{base}/leads')
    page.click(ROW)
    page.fill('#lead-notes', 'Closed on Mondays')
    page.click('tbody .cell-main >> nth=3')
    page.click('dialog >> text=Stay here')
    page.click('text=Save the note')
    expect(page.locator('.toast').last).to_contain_text('Note saved')
    page.click('tbody .cell-main >> nth=3')
    expect(page.locator('dialog')).to_have_count(0)
    page.click('.side [data-act=edit]')
    page.fill('#field-business_name', 'Another name')
    page.keyboard.press('Escape')
    expect(page.locator('dialog')).to_contain_text('Leave what you have not saved?')
    page.click('dialog >> text=Leave it')
    expect(page.locator('.side')).to_have_count(0)


@flow
def a_place_that_can_not_be_looked_up_is_said_at_its_field(page, base):
    page.goto(f'{base}/discover')
    page.fill('[name=query]', 'bakery')
    page.fill('[name=location]', 'Berlin')
    page.route('**/api/discovery/places*', lambda route: route.fulfill(status=503, content_type='application/problem+json', json={'type': '/problems/offline', 'title': 'The network can’t be reached', 'status': 503, 'detail': 'Photon could not be reached.'}))
    page.click('form .button-main')
    expect(page.locator('.field-error')).to_contain_text('this computer is offline, or the map services do not answer')
    expect(page.locator('[name=location]')).to_be_focused()
    expect(page.locator('.toast')).to_have_count(0)
    page.unroute('**/api/discovery/places*')
    page.click('form .button-main')
    expect(page.locator('#where')).to_be_visible()


@flow
def the_outcome_of_picked_leads_is_set(page, base):
    page.goto(f'{base}/leads')
    page.click('tbody .pick input >> nth=2')
    page.click('[data-do=outcome]')
    page.click('dialog .button-main')
    expect(page.locator('.toast').last).to_contain_text('1 lead changed')
