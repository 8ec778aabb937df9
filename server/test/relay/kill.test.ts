import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import { Role, Seat, Verdict } from '../../classroom/model.ts'
import { TICKET_SECONDS, signer } from '../../tokens.ts'
import { Down } from '../../wire/messages.ts'
import { FaithfulStudent } from './faithful-student.ts'
import { freePort } from '../../../kafka/ports.ts'
import { SECRET, startServer } from './killed-server.ts'
import { Phone } from './phone.ts'
import { question } from './relay-under-test.ts'

const STUDENTS = 300
const KILLS = 5
const CLASS = 'KILLME'

void t.test('R1 a server killed while 300 students answer costs nobody anything', { timeout: 120_000 }, async (t) => {
  const dir = await mkdtemp(join(tmpdir(), 'lectern-kill-'))
  const port = await freePort()
  const url = `ws://127.0.0.1:${port}/ws/0/${CLASS}`
  const sign = signer('ticket', [{ kid: 'test', secret: SECRET }], TICKET_SECONDS)
  const claims = { cls: CLASS, name: '', num: '', ver: true, fac: 1, lid: '', ttl: '', syn: false }
  let server = await startServer(dir, port)
  let teacher = new Phone(url, sign({ ...claims, sub: 'teacher', role: Role.teacher, seat: Seat.console }))
  const students: FaithfulStudent[] = []
  t.teardown(async () => {
    for (const student of students) student.leave()
    teacher.cut()
    server.kill('SIGKILL')
    await rm(dir, { recursive: true })
  })
  await teacher.enter()
  await teacher.steer(['open', ''])
  for (let i = 0; i < STUDENTS; i++) {
    students.push(new FaithfulStudent(url, sign({ ...claims, sub: `student-${i}`, role: Role.student, seat: Seat.student })))
  }
  t.same(new Set(await Promise.all(students.map((student) => student.join()))), new Set([Verdict.accepted]))

  let interrupted = 0
  for (let no = 0; no < KILLS; no++) {
    await teacher.steer(['ask', no, KILLS, '', question()])
    await Promise.all(students.map(({ phone }) => phone.until(Down.question, (part) => part[1] === no)))
    const wanted = students.map(() => 1 << Math.floor(Math.random() * 4))
    let stored = 0
    const verdicts = students.map(async (student, i) => {
      await delay(Math.random() * 600)
      const verdict = await student.answer(no, 0, 1, wanted[i]!)
      stored++
      return verdict
    })
    await delay(100 + Math.random() * 400)
    server.kill('SIGKILL')
    await once(server, 'exit')
    if (stored > 0 && stored < STUDENTS) interrupted++
    server = await startServer(dir, port)
    t.same(new Set(await Promise.all(verdicts)), new Set([Verdict.accepted]), 'everyone sees "stored"')

    const again: Phone = new Phone(url, teacher.resume!, teacher.device)
    again.resume = teacher.resume
    again.startCounterAt(1000 * (no + 1))
    teacher = again
    await teacher.enter()
    await teacher.steer(['close', no, 0])
    const counts = [0, 1, 2, 3].map((choice) => wanted.filter((mask) => mask === 1 << choice).length)
    const tally = await teacher.until(Down.tally, (part) => part[1] === no && part[3] === STUDENTS)
    t.same(tally[4], counts, 'and every answer is in the state, once')
    await teacher.steer(['reveal', no])
  }
  t.ok(interrupted >= KILLS - 1, `the server was killed in the middle of the answers (${interrupted} of ${KILLS} times)`)
  t.equal(students.filter(({ sentAway }) => sentAway !== 0).length, 0, 'nobody had to reload')
  t.ok(students.every(({ losses }) => losses >= KILLS))
})
