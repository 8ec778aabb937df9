import t from 'tap'
import { ApiFailure, quizzesApi } from '../../src/console/quizzes-api.ts'
import { formatOf, importedOf, lineRange, sortNotes } from '../../src/console/import-words.ts'
import type { ImportNote } from '../../../server/wire/api.ts'

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
  t.same(['a.gift', 'B.TXT', 'c.csv', 'd.docx'].map(formatOf), ['gift', 'gift', 'csv', null])
})
