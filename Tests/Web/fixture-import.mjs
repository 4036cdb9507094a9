// Import routes of the fixture server.
const COLUMNS = [['Firma', 'business_name', 0.98, 'the heading means “business name”', ['Bäckerei Lindner', 'Café Morgenrot', 'Optik Sommer']], ['Ansprechpartner', 'contact_name', 0.9, 'the heading means “contact”', ['Anna Lindner', '', 'Jonas Weber']], ['E-Mail', 'email', 0.99, 'the values are addresses', ['hello@lindner.example', 'mail@morgenrot.example', '']], ['Ort', 'city', 0.95, 'the heading means “city”', ['Berlin', 'Berlin', 'Hamburg']], ['Kundennr', null, 0, '', ['1001', '1002', '1003']]]
const FIELDS = [['business_name', 'Business name'], ['contact_name', 'Contact name'], ['email', 'E-mail'], ['phone', 'Phone'], ['city', 'City'], ['website', 'Web site'], ['notes', 'Notes']]
const files = new Map([['i1', { id: 'i1', name: 'shops-berlin.csv', state: 'completed', imported: 2980, updated: 12, skipped: 5, failed: 3, records: 3000, error: null, created_at: Date.now() - 18_000_000, finished_at: Date.now() - 17_980_000 }]])

const inspection = {
  encoding: 'UTF-8', bom: true, delimiter: ';', records: 3000, problem: null, fields: FIELDS.map(([id, title]) => ({ id, title })),
  columns: COLUMNS.map(([name, field, confidence, why, samples]) => ({ name, field, confidence, why, samples })), sample: Array.from({ length: 20 }, (_, row) => COLUMNS.map(([, , , , samples]) => samples[row % 3])),
}

export function importRoutes(jobs, tell) {
  const run = (file) => {
    const job = { id: `job-${file.id}`, kind: 'import', title: `Import of ${file.name}`, state: 'running', progress: { done: 0, total: 3000 }, error: null, created_at: Date.now(), started_at: Date.now(), finished_at: null, attempts: 1, not_before: null, lane: 'import' }
    jobs.unshift(job)
    Object.assign(file, { state: 'running', job_id: job.id })
    const timer = setInterval(() => {
      if (job.state === 'cancelled') { file.state = 'cancelled'; clearInterval(timer) } else job.progress.done = Math.min(3000, job.progress.done + 500)
      if (job.progress.done === 3000) { Object.assign(job, { state: 'completed', finished_at: Date.now() }); Object.assign(file, { state: 'completed', imported: 2980, updated: 12, skipped: 5, failed: 3 }); clearInterval(timer) }
      tell('job', job.id); tell('import', file.id)
    }, 300)
    timer.unref()
    return { status: 202, body: { job_id: job.id } }
  }
  const get = ({ params: [key] }) => files.get(key) ?? { problem: 404, code: 'not_found', detail: 'This import is not there.' }
  return [
    ['GET', '/api/imports', () => ({ data: [...files.values()] })], ['GET', '/api/imports/:id', get],
    ['POST', '/api/imports', ({ body }) => { const id = `i${files.size + 1}`; files.set(id, { id, name: body.name, state: 'uploading', imported: 0, updated: 0, skipped: 0, failed: 0, records: null, error: null, created_at: Date.now(), finished_at: null, received: 0 }); return { id } }],
    ['PUT', '/api/imports/:id/content', ({ params: [key], bytes }) => { const file = files.get(key); file.received += bytes.length; return { received: file.received } }],
    ['POST', '/api/imports/:id/inspect', ({ params: [key] }) => { files.get(key).state = 'ready'; return files.get(key).name.endsWith('.xlsx') ? { ...inspection, problem: { detail: 'This is an Excel workbook. In Excel choose File, Save As, “CSV UTF-8”, and drop that file here.' } } : inspection }],
    ['POST', '/api/imports/:id/cancel', ({ params: [key] }) => { const file = files.get(key); jobs.find(({ id }) => id === file.job_id).state = 'cancelled'; file.state = 'cancelled'; return file }],
    ['POST', '/api/imports/:id/preview', () => ({ records: 3000, new: 2980, updated: 12, duplicates: 5, invalid: 3, problems: [{ line: 214, detail: '“lindner@” is no e-mail address.' }, { line: 977, detail: 'The business name is missing.' }, { line: 1440, detail: 'This row has more columns than the heading.' }], duplicate_rows: [{ line: 31, of: 'line 12', why: 'same e-mail' }, { line: 700, of: 'Café Morgenrot, already here', why: 'same name and place' }] })],
    ['POST', '/api/imports/:id/run', ({ params: [key] }) => run(files.get(key))], ['GET', '/api/imports/:id/failed.csv', () => ({ raw: 'line,reason\r\n214,no address\r\n', kind: 'text/csv' })],
  ]
}
