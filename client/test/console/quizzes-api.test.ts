import t from 'tap'
import { ApiFailure, quizzesApi } from '../../src/console/quizzes-api.ts'
import { formatOf, importedOf, lineRange, placeOf, repairOf, sortNotes } from '../../src/console/import-words.ts'
import type { ImportNote } from '../../../server/wire/api.ts'
import { blankQuestion } from '../../src/console/editor-model.ts'

type Call = { url: string, init: RequestInit }

function api (reply: Response | Error) {
  const calls: Call[] = []
  const client = quizzesApi(() => 'pass', () => 'ko', async (url, init) => {
    calls.push({ url, init })
    if (reply instanceof Error) throw reply
    return reply
  })
  return { client, calls }
}

t.test('calls carry the pass and the language', async (t) => {
  const { client, calls } = api(Response.json({ id: 'a b', title: 'q', questions: [], updatedAt: 1 }))
  await client.replace('a b', { title: 'q', questions: [] })
  t.match(calls[0], { url: '/api/quizzes/a%20b', init: { method: 'PUT', headers: { authorization: 'Bearer pass', 'accept-language': 'ko', 'content-type': 'application/json' } } })
})

t.test('a deletion has no body to read', async (t) => {
  const { client } = api(new Response(null, { status: 204 }))
  t.equal(await client.remove('a'), undefined)
})

t.test('a file goes up as text with its name and format', async (t) => {
  const { client, calls } = api(Response.json({ id: 'x', title: 'week 7', questions: [], found: 0, notes: [] }))
  await client.importFile(new Blob(['::Q:: x {T}']), '7주차.gift', 'gift')
  t.equal(calls[0]?.url, `/api/quizzes/import?format=gift&name=${encodeURIComponent('7주차.gift')}&store=1`)
})

t.test('a failure says why: the code of the server, else no answer or a fault', async (t) => {
  const code = async (reply: Response | Error) => {
    const failure = await api(reply).client.list().catch((error: unknown) => error)
    t.ok(failure instanceof ApiFailure)
    return (failure as ApiFailure).code
  }
  t.equal(await code(Response.json({ error: 'bad-quiz', message: 'no' }, { status: 400 })), 'bad-quiz')
  t.equal(await code(new Response('<html>', { status: 502 })), 'internal')
  t.equal(await code(new Response('', { status: 401 })), 'bad-token')
  t.equal(await code(new TypeError('failed')), 'unreachable')
})

t.test('an import report is sorted by line, what was left out first', async (t) => {
  const note = (what: ImportNote['what'], fromLine: number, toLine = fromLine): ImportNote => ({ what, at: fromLine, fromLine, toLine, reason: 'syntax', detail: '', source: '' })
  const { leftOut, bent } = sortNotes([note('bent', 12), note('left-out', 58), note('left-out', 34, 41)])
  t.same(leftOut.map(({ fromLine }) => fromLine), [34, 58])
  t.equal(bent.length, 1)
  t.equal(lineRange([34, 41]) + ' ' + lineRange([58, 58]), '34–41 58')
  t.same(importedOf(10, 8), { found: 10, kept: 8, share: 0.8 })
  t.equal(importedOf(0, 0).share, 0)
  t.same(['a.gift', 'B.TXT', 'c.csv', 'moodle.XML', 'qti.zip', 'd.docx', 'gift', 'x.constructor'].map(formatOf), ['gift', 'gift', 'csv', 'xml', 'zip', null, null, null])
})

t.test('what was left out goes where it belongs, whatever was put in before', (t) => {
  const question = blankQuestion('single')
  const note = (at: number, fromLine: number, reason: ImportNote['reason'], count: number): ImportNote => ({ what: 'left-out', at, fromLine, toLine: fromLine, reason, detail: '', source: '', instead: Array(count).fill(question) })
  const first = note(2, 10, 'matching', 3)
  const second = note(2, 20, 'ordering', 1)
  const third = note(5, 60, 'no-right-answer', 1)
  t.same([third, second, first].map((each) => placeOf(each, [])), [5, 2, 2])
  t.equal(placeOf(third, [first, second]), 9)
  t.equal(placeOf(second, [first]), 5)
  t.equal(placeOf(first, [second, third]), 2)
  t.same([first, second, third, note(0, 1, 'partial-credit', 1), note(0, 1, 'syntax', 1), note(0, 1, 'syntax', 0)].map(repairOf), ['pairs', 'first', 'survey', 'several', 'fix', null])
  t.end()
})

t.test('a file comes down under the name that the server gives it', async (t) => {
  const { client, calls } = api(new Response('x', { headers: { 'content-disposition': `attachment; filename="7.gift"; filename*=UTF-8''${encodeURIComponent('7주차.gift')}` } }))
  const file = await client.exportFile('a b', 'gift')
  t.equal(calls[0]?.url, '/api/quizzes/a%20b/export?format=gift')
  t.equal(file.name, '7주차.gift')
  t.equal(await file.text(), 'x')
})
