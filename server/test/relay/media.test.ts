import t from 'tap'
import { MediaAct } from '../../classroom/media.ts'
import { Role, Seat, Verdict } from '../../classroom/model.ts'
import { signer, verifier } from '../../tokens.ts'
import type { Receipt } from '../../tokens.ts'
import { Down, Up } from '../../wire/messages.ts'
import type { Phone } from './phone.ts'
import { CLASS, KEYS, relayOn, relayUnderTest } from './relay-under-test.ts'

const { log, relay, teacher, student, phone: device, ticket, counter } = await relayUnderTest(t)
const console_ = teacher()
await console_.enter()
await console_.steer(['open', '수업'])
const phone = student('s-1')
await phone.join()
const LESSON = phone.parts.get(Down.lesson)?.[2] as string

let made = 0
function receipt (claims: Partial<Receipt> = {}, { keys = KEYS, seconds = 60 } = {}): string {
  const id = String(made++).padStart(22, 'x')
  return signer('receipt', keys, seconds)({ cls: CLASS, les: LESSON, sub: 'teacher', med: { id, kind: 0, type: 'image/webp', bytes: 10, width: 3, height: 2, alt: '그림', name: 'a.png', url: '', pages: 0 }, ...claims })
}

/** The verdict, or the code of the error. */
const share = async (by: Phone, token: string) => (await by.command((n) => [Up.sendMedia, n, token]))[2] as unknown
const act = async (by: Phone, what: MediaAct, id: string) => (await by.command((n) => [Up.media, n, what, id, what === MediaAct.show ? 1 : 0]))[2] as unknown
const lastId = (): string => String(made - 1).padStart(22, 'x')

void t.test('M10 X35 only what the sidecar has seen for this person in this lesson is shared', async (t) => {
  const stranger = [{ kid: 'test', secret: 'a secret of somebody else that is long enough' }]
  const foreign = [receipt({}, { keys: stranger }), receipt({}, { seconds: -1 }), receipt({ cls: 'OTHER1' }), receipt({ les: 'other' }), receipt({ sub: 's-1' }), `${receipt()}x`, 'x', signer('bearer', KEYS, 60)({ cls: CLASS, sub: 'teacher', name: '' })]
  for (const token of foreign) t.equal(await share(console_, token), 'bad-receipt')
  t.equal(await counter('lectern_refused_total{reason="bad-receipt"}'), foreign.length)
  t.equal(await share(console_, receipt()), Verdict.accepted)
  t.equal((await console_.until(Down.sharing, (part) => part[1] === 1))[2], 0)
})

void t.test('M16 what is steered from console or remote runs on projectors by the server\'s clock, and no phone is told', async (t) => {
  await share(console_, receipt({ med: { id: String(made).padStart(22, 'x'), kind: 2, type: 'video/webm', bytes: 10, width: 0, height: 0, alt: '', name: 'lab.webm', url: '', pages: 0 } }))
  const id = lastId()
  await act(console_, MediaAct.show, id)
  const wall = device(ticket({ sub: 'wall', seat: Seat.projector }))
  await wall.enter()
  t.same(wall.parts.get(Down.playback), [Down.playback, false, 0, 0])
  const remote = device(ticket({ sub: 'teacher', role: Role.teacher, seat: Seat.remote }))
  await remote.enter()
  const [, , verdict, , at] = await remote.command((n) => [Up.media, n, MediaAct.play, id, 0])
  t.equal(verdict, Verdict.accepted)
  t.same(await wall.until(Down.playback, (part) => part[1] === true), [Down.playback, true, 0, at])
  t.equal(await act(phone, MediaAct.pause, id), 'forbidden')
  t.equal(await act(console_, MediaAct.pause, id), Verdict.accepted)
  const paused = await wall.until(Down.playback, (part) => part[1] === false && part[3] !== 0)
  t.equal(paused[2], (paused[3] as number) - at)
  const late = device(ticket({ sub: 'late wall', seat: Seat.projector }))
  await late.enter()
  t.same(late.parts.get(Down.playback), paused, 'whoever comes late sees the same')
  t.notOk(phone.parts.has(Down.playback))
  await act(console_, MediaAct.remove, id)
})

void t.test('M11 a student gets a pass only where he may share, and nobody else sees what he shared before a teacher does', async (t) => {
  const refused = phone.next((frame) => frame[0] === Down.error)
  phone.send([Up.mediaPass])
  t.equal((await refused)[2], 'forbidden')
  t.equal(await share(phone, receipt({ sub: 's-1' })), Verdict.notAllowed)
  t.equal((await phone.command((n) => [Up.allowMedia, n, true]))[2], 'forbidden' as unknown)
  t.equal((await console_.command((n) => [Up.allowMedia, n, true]))[2], Verdict.accepted)
  await phone.until(Down.shown, (part) => part[2] === true)
  const pass = phone.next((frame) => frame[0] === Down.mediaPass)
  phone.send([Up.mediaPass])
  t.match(verifier('media', KEYS)(String((await pass)[1])), { ok: true, claims: { cls: CLASS, les: LESSON, sub: 's-1', role: Role.student } })

  const other = student('s-2')
  await other.join()
  t.equal(await share(phone, receipt({ sub: 's-1' })), Verdict.accepted)
  const id = lastId()
  await phone.until(Down.ownMedia, (part) => (part[1] as unknown[]).length === 1)
  t.equal(await act(phone, MediaAct.approve, id), 'forbidden')
  const page = console_.next((frame) => frame[0] === Down.mediaPage)
  console_.send([Up.mediaList, 0])
  const [, next, rows] = await page as unknown as [number, number, unknown[][]]
  t.equal(next, -1)
  t.match(rows.map((row) => [row[1], row[2]]), [['김서연', 1], ['학생 s-1', 0]])
  phone.send([Up.mediaList, 0])
  t.equal((await phone.next((frame) => frame[0] === Down.error))[2], 'forbidden')
  t.notOk(JSON.stringify(other.frames).includes(id), 'not a byte of it')
  t.equal(await act(console_, MediaAct.show, id), Verdict.accepted)
  t.equal(((await other.until(Down.shown, (part) => part[1] !== null))[1] as string[])[0], id)
  t.match((await phone.until(Down.ownMedia, (part) => (part[1] as unknown[][])[0]?.[2] === 1))[1], [[id]])

  await relay.stop()
  const after = await relayOn(t, log)
  const late = after.student('s-3')
  await late.join()
  t.equal((late.parts.get(Down.shown)?.[1] as string[])[0], id, 'whoever comes late or after a restart sees it')
  const back = after.teacher()
  back.startCounterAt(1000)
  await back.join()
  t.equal(await act(back, MediaAct.remove, id), Verdict.accepted)
  t.equal((await late.until(Down.shown, (part) => part[1] === null))[2], true)

  for (let n = 0; n < 18; n++) await back.command((n) => [Up.sendMedia, n, receipt({ med: { id: String(made).padStart(22, 'y'), kind: 3, type: '', bytes: 0, width: 0, height: 0, alt: '가'.repeat(200), name: '', url: `https://a.example/${'b'.repeat(400)}`, pages: 0 } })])
  const seen: number[] = []
  for (let from = 0; from >= 0;) {
    const answer = back.next((frame) => frame[0] === Down.mediaPage)
    back.send([Up.mediaList, from])
    const [, following, part] = await answer as unknown as [number, number, unknown[]]
    seen.push(part.length)
    from = following
  }
  t.ok(seen.length > 1, 'in pages')
  t.equal(seen.reduce((sum, n) => sum + n, 0), 19)
  const stranger = after.student('s-9')
  await stranger.enter()
  stranger.send([Up.mediaPass])
  t.equal((await stranger.next((frame) => frame[0] === Down.error))[2], 'not-joined')
  t.equal(await share(stranger, receipt()), 'not-joined')
})
