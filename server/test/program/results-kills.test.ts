import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import { createClassroom, fold } from '../../classroom/lesson.ts'
import type { Lesson } from '../../classroom/live-lesson.ts'
import { Verdict } from '../../classroom/model.ts'
import { rankOf } from '../../classroom/ranking.ts'
import { openDatabase } from '../../database/database.ts'
import { LmdbReader } from '../../log/lmdb-reader.ts'
import type { RoomReply } from '../../wire/api.ts'
import { decodeSocketEvent } from '../../wire/event-codec.ts'
import { Down } from '../../wire/messages.ts'
import { RealPostgres } from '../database/real-postgres.ts'
import { FaithfulStudent } from '../relay/faithful-student.ts'
import { Phone } from '../relay/phone.ts'
import { question } from '../relay/relay-under-test.ts'
import { linksOf, openHouse, privateSettings, temporaryFolder } from './running-program.ts'

const STUDENTS = 300
/** Who dies while each question is open; when, chance says. */
const VICTIMS = ['server', 'archiver', 'database', 'archiver', 'server', 'database'] as const
const ANSWERING_MS = 1500

/** Kills a process; false where it is gone already. */
function killed (pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL')
  } catch {
    return false
  }
}

/** The lesson as the log in `dataDir` tells it, and where its last event stands. */
async function folded (dataDir: string): Promise<{ lesson: Lesson, last: number }> {
  const log = new LmdbReader(join(dataDir, 'log'), (_, error) => { throw error })
  const room = createClassroom()
  let lesson: Lesson | null = null
  let last = 0
  const follower = log.follow(0, 'socket', 0, (records) => {
    for (const { payload, position } of records) {
      fold(room, decodeSocketEvent(payload), position)
      lesson = room.lesson ?? lesson
      last = position
    }
  })
  await follower.caughtUp
  await log.close()
  return { lesson: lesson!, last }
}

t.test('A1 server, archiver and a real PostgreSQL killed at random moments while 300 students answer: results complete, each row once', { timeout: 300_000 }, async (t) => {
  const postgres = await RealPostgres.start(t)
  const place = await postgres.database()
  const dataDir = await temporaryFolder(t)
  const settings = await privateSettings(dataDir)
  const env = { ...settings, DATABASE_URL: place }
  const port = settings['PORT_HTTP']
  let program = openHouse(t, env)
  const { classCode, teacherKey } = await linksOf(program)
  const roomOf = async (body: object): Promise<RoomReply> => {
    const reply = await fetch(`http://127.0.0.1:${port}/api/classrooms/getRealRoom`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ classCode, ...body }) })
    return await reply.json() as RoomReply
  }
  const room = await roomOf({ usrTpCd: 'TE', userName: '김서연', teacherKey })
  let teacher = new Phone(room.socketUrl, room.ticket)
  const students: FaithfulStudent[] = []
  t.teardown(() => {
    for (const student of students) student.leave()
    teacher.cut()
  })
  await teacher.enter()
  await teacher.steer(['open', '7주차'])
  for (let i = 0; i < STUDENTS; i++) {
    const { socketUrl, ticket } = await roomOf({ userName: `학생 ${i}` })
    students.push(new FaithfulStudent(socketUrl, ticket))
  }
  t.same(new Set(await Promise.all(students.map((student) => student.join()))), new Set([Verdict.accepted]))

  const kill = {
    async server () {
      await program.kill('SIGKILL')
      program = openHouse(t, env)
      await linksOf(program)
      const again = new Phone(room.socketUrl, teacher.resume!, teacher.device)
      again.resume = teacher.resume
      again.startCounterAt(teacher.counter() + 1000)
      teacher.cut()
      teacher = again
      await teacher.enter()
    },
    async archiver () {
      // one that began while the database was away has ended by itself; its successor is the one to kill
      for (;;) {
        const { pid } = program.lines().findLast(({ msg, role }) => msg === 'process-started' && role === 'archive')!
        if (killed(Number(pid))) return
        await delay(50)
      }
    },
    async database () {
      await postgres.kill('SIGKILL')
      await delay(Math.random() * ANSWERING_MS)
      await postgres.run()
    }
  }
  for (const [no, victim] of VICTIMS.entries()) {
    await teacher.steer(['ask', no, VICTIMS.length, '', question()])
    await Promise.all(students.map(({ phone }) => phone.until(Down.question, (part) => part[1] === no)))
    const verdicts = students.map(async (student) => {
      await delay(Math.random() * ANSWERING_MS)
      return await student.answer(no, 0, 1, 1 << Math.floor(Math.random() * 4))
    })
    await delay(Math.random() * ANSWERING_MS)
    await kill[victim]()
    t.same(new Set(await Promise.all(verdicts)), new Set([Verdict.accepted]), `everyone sees "stored", though the ${victim} died`)
    await teacher.steer(['close', no, 0])
    await teacher.steer(['reveal', no])
  }
  t.equal(students.filter(({ sentAway }) => sentAway !== 0).length, 0, 'nobody had to reload')
  await teacher.steer(['end'])

  const db = await openDatabase(place)
  t.teardown(() => db.destroy())
  const { lesson, last } = await folded(dataDir)
  // the archiver moves on with the last of the lesson's rows
  for (let position = 0; position <= last; await delay(100)) {
    position = (await db.selectFrom('archive_positions').select('position').executeTakeFirst())?.position ?? 0
  }
  const people = await db.selectFrom('participants').selectAll().orderBy('who').execute()
  t.same(people.map(({ who, key, name, total, rank }) => [who, key, name, total, rank]),
    Array.from({ length: STUDENTS + 1 }, (_, who) => [who, lesson.people.keyOf(who), lesson.people.nameOf(who), lesson.people.totalOf(who), rankOf(lesson, who)]))
  const answers = await db.selectFrom('answers').selectAll().orderBy('no').orderBy('who').execute()
  t.equal(answers.length, STUDENTS * VICTIMS.length)
  t.same(answers.map(({ no, who, value, received_at: at, points }) => [no, who, JSON.parse(value), at, points]),
    lesson.questions.flatMap((asked) => people.slice(1).map(({ who }) => [asked.no, who, asked.last.answers.given(who)?.value, asked.last.answers.given(who)?.at, asked.pointsOf(who)])))
  const rounds = await db.selectFrom('rounds').selectAll().orderBy('no').execute()
  t.same(rounds.map(({ no, answered, correct, counts }) => [no, answered, correct, JSON.parse(counts)]), lesson.questions.map(({ no, last: { answers } }) => [no, STUDENTS, answers.right, answers.counts]))
  t.ok(students.every(({ losses }) => losses >= 2), 'everybody lost his line with each server')
})
