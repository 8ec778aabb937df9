import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import { Presence } from '../../classroom/events.ts'
import { Role, Seat, Verdict } from '../../classroom/model.ts'
import { Draw } from '../../classroom/whiteboard-model.ts'
import { LmdbReader } from '../../log/lmdb-reader.ts'
import { TICKET_SECONDS, signer } from '../../tokens.ts'
import type { Ticket } from '../../tokens.ts'
import { decodeUserEvent } from '../../wire/event-codec.ts'
import { Down } from '../../wire/messages.ts'
import { FaithfulStudent } from './faithful-student.ts'
import { freePort } from '../../../kafka/ports.ts'
import { SECRET, startServer } from './killed-server.ts'
import { Picture, points } from './painter.ts'
import { Phone } from './phone.ts'
import { until } from './relays-under-test.ts'

const CLASS = 'KILLINK'
const KILLS = 3
const STROKES = 12
const PIECES = 4

void t.test('R1 M4 M23 a server killed while two people draw, and that starts from its checkpoints, leaves both with the same picture', { timeout: 120_000 }, async (t) => {
  const dir = await mkdtemp(join(tmpdir(), 'lectern-kill-board-'))
  const port = await freePort()
  const url = `ws://127.0.0.1:${port}/ws/0/${CLASS}`
  const sign = signer('ticket', [{ kid: 'test', secret: SECRET }], TICKET_SECONDS)
  const ticket = (claims: Partial<Ticket>): string => sign({ cls: CLASS, sub: '', name: '', num: '', role: Role.student, seat: Seat.student, ver: true, fac: 1, lid: '', ttl: '', syn: false, ...claims })
  const start = async (): Promise<ChildProcess> => await startServer(dir, port, { INK_PER_SECOND: '1000', TEACHER_FRAMES_BURST: '5000', STUDENT_FRAMES_BURST: '5000', CHECKPOINT_MS: '100' })
  let server = await start()
  const people: FaithfulStudent[] = []
  const person = (claims: Partial<Ticket>): FaithfulStudent => {
    const made = new FaithfulStudent(url, ticket(claims))
    people.push(made)
    return made
  }
  t.teardown(async () => {
    for (const one of people) one.leave()
    server.kill('SIGKILL')
    await rm(dir, { recursive: true })
  })
  const opener = new Phone(url, ticket({ sub: 'teacher', role: Role.teacher, seat: Seat.console }))
  await opener.enter()
  await opener.steer(['open', ''])
  opener.cut()
  const teacher = person({ sub: 'teacher', role: Role.teacher, seat: Seat.console })
  const student = person({ sub: 'student' })
  person({ sub: 'viewer' })
  for (const one of people) t.equal(await one.join(), Verdict.accepted)
  const index = (await student.phone.until(Down.me, (part) => part[1] !== -1))[1] as number
  await teacher.draw(() => [Draw.show, true])
  await teacher.draw(() => [Draw.invite, index, true])
  await student.phone.until(Down.pen, (part) => part[1] === true)
  const pictures = people.map((one) => {
    const picture = new Picture()
    one.onFrame = (frame, phone) => { picture.hear(frame, phone) }
    return picture
  })

  let interrupted = 0
  for (let kill = 0; kill < KILLS; kill++) {
    let stored = 0
    const verdicts = [teacher, student].flatMap((writer, w) => Array.from({ length: STROKES }, async (_, s) => {
      await delay(Math.random() * 600)
      let stroke = 0
      return await Promise.all(Array.from({ length: PIECES }, async (_, no) => {
        const verdict = await writer.draw((id) => {
          if (no === 0) stroke = id
          return [Draw.ink, 0, stroke, no, w, 12, points(100 * s, 100 * no)]
        })
        stored++
        return verdict
      }))
    }))
    await delay(100 + Math.random() * 400)
    server.kill('SIGKILL')
    await once(server, 'exit')
    if (stored > 0 && stored < 2 * STROKES * PIECES) interrupted++
    server = await start()
    t.same(new Set((await Promise.all(verdicts)).flat()), new Set([Verdict.accepted]), 'every piece is stored')
  }
  t.ok(await roundsIn(join(dir, 'log')) >= KILLS, 'it had checkpoints to start from')
  t.ok(interrupted >= KILLS - 1, `the server was killed in the middle of the drawing (${interrupted} of ${KILLS} times)`)

  const late = person({ sub: 'late' })
  await late.join()
  const whole = new Picture()
  late.onFrame = (frame, phone) => { whole.hear(frame, phone) }
  await whole.read(late.phone)
  t.equal(whole.items.length, 2 * STROKES * KILLS, 'each stroke once')
  for (const row of whole.items) t.equal(new Set(row[8] as string[]).size, PIECES, 'with each of its pieces once')
  await until(() => pictures, (all) => all.every(({ items }) => JSON.stringify(items) === JSON.stringify(whole.items)))
  for (const picture of pictures) t.same(picture.items, whole.items, 'on every board')
  t.ok(people.slice(0, 3).every(({ losses, sentAway }) => losses >= KILLS && sentAway === 0), 'and nobody had to reload')
})

/** How many rounds of checkpoints a log holds. */
async function roundsIn (dir: string): Promise<number> {
  const log = new LmdbReader(dir, (_, error) => { throw error })
  let rounds = 0
  const follower = log.follow(0, 'user', 0, (records) => {
    rounds += records.filter(({ payload }) => decodeUserEvent(payload)[0] === Presence.checkpoint).length
  })
  await follower.caughtUp
  await log.close()
  return rounds
}
