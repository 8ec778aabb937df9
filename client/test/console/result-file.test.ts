import t from 'tap'
import { fetchResults } from '../../src/console/result-file.ts'

t.test('results come with the token in the header alone; a lesson that is not written yet is no failure', async (t) => {
  const asked: Array<[url: string, headers: unknown]> = []
  const answering = (status: number) => async (url: string, init: RequestInit): Promise<Response> => {
    asked.push([url, init.headers])
    return new Response('x', { status })
  }
  const file = await fetchResults('a/b', 'xlsx', false, 'TOKEN', 'ko', answering(200))
  t.equal(file.is === 'file' && await file.body.text(), 'x')
  t.same(asked, [['/api/results/lessons/a%2Fb/results.xlsx', { authorization: 'Bearer TOKEN', 'accept-language': 'ko' }]])
  t.same(await fetchResults('l', 'csv', true, '', 'en', answering(404)), { is: 'not-yet' })
  t.equal(asked[1]?.[0], '/api/results/lessons/l/results.csv?ended=1', 'A10')
  t.same(await fetchResults('l', 'csv', true, '', 'en', answering(409)), { is: 'not-yet' })
  t.same(await fetchResults('l', 'csv', true, '', 'en', answering(500)), { is: 'failed' })
  t.same(await fetchResults('l', 'csv', true, '', 'en', async () => { throw new TypeError('offline') }), { is: 'failed' })
})
