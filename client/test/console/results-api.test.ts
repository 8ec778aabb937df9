import t from 'tap'
import { resultsApi } from '../../src/console/results/results-api.ts'

t.test('the result routes are asked with the token in a header, and nothing of a person in an address', async (t) => {
  const asked: string[] = []
  const api = resultsApi(() => 'TOKEN', () => 'ko', async (url, { method, headers, body }) => {
    t.match(headers, { authorization: 'Bearer TOKEN', 'accept-language': 'ko' })
    asked.push(`${method} ${url}${body === undefined ? '' : ` ${String(body)}`}`)
    return new Response('{}', { headers: { 'content-disposition': "attachment; filename=\"_.gift\"; filename*=UTF-8''7%EC%A3%BC%EC%B0%A8.gift" } })
  })
  await api.list(5, true)
  await api.lesson('a/b')
  await api.students('L', -1)
  await api.students('L', 999)
  await api.student('L', 4)
  await api.extras('L')
  await api.erase('L', 4)
  await api.remove('L')
  t.equal((await api.quizFile('L', 'gift')).name, '7주차.gift')
  const root = '/api/results/lessons'
  t.same(asked, [
    `GET ${root}?before=5&synthetic=1`, `GET ${root}/a%2Fb`, `GET ${root}/L/students`, `GET ${root}/L/students?after=999`, `GET ${root}/L/students/4`, `GET ${root}/L/extras`,
    `POST ${root}/L/erase {"who":4}`, `DELETE ${root}/L`, `GET ${root}/L/quiz?format=gift`
  ])
})

t.test('a refusal is told by its code', async (t) => {
  const api = resultsApi(() => '', () => 'ko', async () => Response.json({ error: 'lesson-open', message: '' }, { status: 409 }))
  await t.rejects(api.remove('L'), { code: 'lesson-open' })
})
