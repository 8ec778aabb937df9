import t from 'tap'
import { checkEntry, cleanPath, openRoom, readAddress } from '../src/enter.ts'
import { Visits } from '../src/visit.ts'
import type { Visit } from '../src/visit.ts'
import { memoryStore } from './fake-world.ts'

const at = (path: string) => readAddress(new URL(path, 'http://lectern.test'))

t.test('the popup takes the seed\'s ten fields, or one token', async t => {
  const address = at('/enter?usrTpCd=ST&userName=%EB%B0%95%ED%95%98%EB%8A%98&classCode=OS2&uuid=u1&stuNo=20261234&other=x')
  t.same(address, { is: 'enter', entry: { usrTpCd: 'ST', userName: '박하늘', classCode: 'OS2', uuid: 'u1', stuNo: '20261234' } })
  t.equal(cleanPath(address), '/class/OS2', 'neither name nor number stays')
  t.same(at('/enter?t=abc'), { is: 'enter', entry: { token: 'abc' } })
  t.equal(cleanPath(at('/enter?t=abc')), '/class')
})

t.test('a teacher\'s key comes in the fragment and goes from the address', async t => {
  const address = at('/teach#class=OS2&key=secret')
  t.same(address, { is: 'teach', entry: { usrTpCd: 'TE', classCode: 'OS2', teacherKey: 'secret', userName: '' } })
  t.equal(cleanPath(address), '/teach')
  t.same(at('/teach'), { is: 'teach', entry: null })
  t.same(at('/teach#class=OS2'), { is: 'teach', entry: null })
})

t.test('a class, the front page, and anything else', async t => {
  t.same(at('/class/OS2'), { is: 'class', classCode: 'OS2' })
  t.equal(cleanPath(at('/class/OS2')), '/class/OS2')
  t.same(at('/class'), { is: 'home' })
  t.same(at('/'), { is: 'home' })
  t.equal(cleanPath(at('/')), '/')
  t.same(at('/elsewhere'), { is: 'unknown' })
  t.same(at('/class/%E0%A4%A'), { is: 'unknown' }, 'a broken escape')
})

type Tap = typeof t

function answer (t: Tap, status: number, body: unknown): void {
  const before = globalThis.fetch
  globalThis.fetch = () => Promise.resolve(new Response(typeof body === 'string' ? body : JSON.stringify(body), { status }))
  t.teardown(() => { globalThis.fetch = before })
}

t.test('a refusal is an error with its code, words and field', async t => {
  answer(t as Tap, 400, { error: 'bad-field', message: '이름이 너무 깁니다.', field: 'userName' })
  await t.rejects(checkEntry({}, 'ko'), { code: 'bad-field', text: '이름이 너무 깁니다.', field: 'userName' })
})

t.test('what is no answer of ours counts as unavailable', async t => {
  answer(t as Tap, 502, '<html>')
  await t.rejects(openRoom({}, 'ko'), { code: 'unavailable' })
  globalThis.fetch = () => Promise.reject(new TypeError('no network'))
  await t.rejects(openRoom({}, 'ko'), { code: 'unavailable', text: '' })
})

t.test('a visit is found in its tab, and by who typed his name also later', async t => {
  const browser = memoryStore()
  const visit = { entry: {}, room: { classCode: 'OS2' }, resume: null, typed: true, enteredAt: 0 } as unknown as Visit
  const visits = new Visits(memoryStore(), browser)
  visits.save(visit)
  t.same(visits.find(null), visit)
  t.equal(visits.find('OTHER'), null)
  const later = new Visits(memoryStore(), browser)
  t.same(later.find('OS2'), visit)
  t.equal(later.find(null), null, 'another tab must name the class')
  later.forget(visit)
  t.equal(later.find('OS2'), null)

  const launched = new Visits(memoryStore(), browser)
  launched.save({ ...visit, typed: false })
  t.equal(new Visits(memoryStore(), browser).find('OS2'), null)
})
