import { setImmediate } from 'node:timers/promises'
import { pino } from 'pino'
import t from 'tap'
import type { Test } from 'tap'
import { ArchivedPartition } from '../../archive/archived-partition.ts'
import { Archiver } from '../../archive/archiver.ts'
import { rowsOf } from '../../archive/lesson-rows.ts'
import { ResultStore } from '../../archive/result-store.ts'
import { Kept } from '../../classroom/answers.ts'
import { Kind } from '../../classroom/events.ts'
import { Media } from '../../classroom/media-events.ts'
import { MediaAct, MediaKind, MediaStanding } from '../../classroom/media.ts'
import type { MediumRow } from '../../classroom/media.ts'
import { bitsOf } from '../../classroom/picker.ts'
import { PickMode } from '../../classroom/tool-model.ts'
import { openDatabase } from '../../database/database.ts'
import type { Database } from '../../database/database.ts'
import { dice, randomLesson, randomStep } from '../classroom/random-lesson.ts'
import { START, ScriptedLesson } from '../classroom/scripted-lesson.ts'
import { RealPostgres } from '../database/real-postgres.ts'
import { REHEARSAL_CODE } from '../../classroom/rehearsal.ts'
import { NEVER, archive, archiver, folded, stored } from './archived.ts'
import { boardSuite } from './board-suite.ts'
import { LessonLog } from './lesson-log.ts'

const MINUTE = 60_000

/** The database for somebody who is gone after so many transactions. */
function brokenOff (db: Database, transactions: number): Database {
  let left = transactions
  return new Proxy(db, {
    get (db, name: keyof Database) {
      if (name === 'transaction' && left-- <= 0) throw new Error('broken off')
      const value: unknown = db[name]
      return typeof value === 'function' ? value.bind(db) : value
    }
  })
}

function picture (id: string, alt: string): MediumRow {
  return [id, MediaKind.image, 'image/webp', 100, 640, 480, alt, 'a.png', '', 0]
}

/** The same of both databases. */
function suite (t: Test, seeds: number, open: () => Promise<Database>): void {
  t.test('A1 whatever happens in a lesson, and however often the archiver dies, the rows are what the fold holds, each once', async (t) => {
    for (let seed = 1; seed <= seeds; seed++) {
      const db = await open()
      const log = new LessonLog()
      const roll = dice(seed)
      const scripted = randomLesson(roll, 30)
      log.take(scripted)
      const dead: Archiver[] = []
      let one = await archiver(log, db)
      for (let round = 0; round < 8; round++) {
        for (let i = 0; i < 12; i++) randomStep(scripted, roll)
        log.take(scripted)
        if (roll(2) === 0) await one.write()
        if (roll(3) === 0) {
          // what it had read and not written is read again
          dead.push(one)
          one = await archiver(log, db)
        }
      }
      dead.push(one)
      await archive(log, db)
      t.same(await stored(db, 'L1'), folded(scripted.lesson), `seed ${seed}, live`)
      const { lesson } = scripted
      scripted.end({}, lesson.controller)
      log.take(scripted)
      await archive(log, db)
      t.same(await stored(db, 'L1'), folded(lesson), `seed ${seed}, ended`)
      t.match(await db.selectFrom('lessons').selectAll().execute(), [{ id: 'L1', class_code: 'K7M2QX', synthetic: 0, ended_at: scripted.now }])
      for (const each of dead) await each.stop()
      await db.destroy()
    }
  })

  t.test('H11 a rehearsal leaves no row; a load test has its rows', async (t) => {
    const db = await open()
    t.teardown(() => db.destroy())
    for (const [code, rows] of [[`${REHEARSAL_CODE}K7QM3PK7QM3P`, 0], ['LOAD-1', 1]] as const) {
      const log = new LessonLog()
      const scripted = new ScriptedLesson(true)
      scripted.students(2)
      scripted.play({ s1: 2 })
      scripted.end()
      log.take(scripted, code)
      await db.deleteFrom('archive_positions').execute()
      await archive(log, db)
      for (const table of ['lessons', 'questions', 'answers'] as const) t.equal((await db.selectFrom(table).selectAll().execute()).length, rows, `${code}: ${table}`)
    }
  })

  t.test('A2 it begins again at the oldest lesson that is not finished, and needs nothing before it', async (t) => {
    const db = await open()
    t.teardown(() => db.destroy())
    const log = new LessonLog()
    const scripted = new ScriptedLesson()
    scripted.students(3)
    scripted.play({ s1: 2, s2: 1 })
    log.take(scripted)
    await archive(log, db)
    t.match(await db.selectFrom('archive_positions').selectAll().execute(), [{ log: 'test', partition: 0, position: 1024, at: START }], 'the open stands there')
    scripted.now += MINUTE
    scripted.end()
    log.take(scripted)
    let needed = 0
    const last = await archiver(log, db, 1e15, (since) => { needed = since })
    await last.write()
    await last.stop()
    t.match(await db.selectFrom('archive_positions').select('position').execute(), [{ position: 1024 * scripted.events.length + 1 }], 'and now behind everything')
    t.equal(needed, log.now - 375 * MINUTE, 'the log may forget what is older than a lesson can be')
  })

  t.test('A3 a second archiver does no harm', async (t) => {
    const db = await open()
    t.teardown(() => db.destroy())
    const log = new LessonLog()
    const roll = dice(77)
    const scripted = randomLesson(roll, 20)
    log.take(scripted)
    const [one, two] = [await archiver(log, db), await archiver(log, db)]
    for (let round = 0; round < 10; round++) {
      for (let i = 0; i < 8; i++) randomStep(scripted, roll)
      log.take(scripted)
      await Promise.all([one.write(), two.write()])
    }
    await archive(log, db)
    t.same(await stored(db, 'L1'), folded(scripted.lesson))
    await one.stop()
    await two.stop()
  })

  t.test('A3 rows of an archiver that stood still do not undo those of one that read on', async (t) => {
    const db = await open()
    t.teardown(() => db.destroy())
    const log = new LessonLog()
    const scripted = new ScriptedLesson()
    scripted.students(3)
    scripted.ask()
    log.take(scripted)
    const behind = new ArchivedPartition(0)
    const follower = log.reader().follow(0, 'socket', 0, behind.onSocketRecords)
    await follower.caughtUp
    follower.stop()
    const late = [...behind.lessons].map((lesson) => rowsOf(lesson, log.now, 0, false))
    scripted.answer('s1', 2)
    scripted.close()
    log.take(scripted)
    await archive(log, db)
    const before = await stored(db, 'L1')
    t.same(await new ResultStore(db, 'test').write(0, late, { position: 0, at: 0 }), { rows: 0, overtaken: new Set(['L1']) })
    t.same(await stored(db, 'L1'), before)
    t.same(before, folded(scripted.lesson))
  })

  t.test('A10 a lesson has ended with the last of its rows, and not before, wherever its archiver is killed', async (t) => {
    const db = await open()
    t.teardown(() => db.destroy())
    const log = new LessonLog()
    const scripted = new ScriptedLesson()
    const { lesson } = scripted
    scripted.students(3)
    scripted.play({ s1: 2, s2: 1 })
    scripted.tool(Kind.pick, 0, 0, PickMode.people, 7, bitsOf([1, 2, 3]), [[2]])
    scripted.end()
    log.take(scripted)
    const partition = new ArchivedPartition(0)
    const follower = log.reader().follow(0, 'socket', 0, partition.onSocketRecords)
    await follower.caughtUp
    follower.stop()
    const rows = [...partition.lessons].map((recorded) => rowsOf(recorded, log.now, log.now, true))
    const killedAfter = (transactions: number): Promise<unknown> => new ResultStore(brokenOff(db, transactions), 'test').write(0, rows, { position: 0, at: 0 })
    const endedAt = async (): Promise<number | undefined> => (await db.selectFrom('lessons').select('ended_at').executeTakeFirst())?.ended_at
    // shared media, participants, questions, rounds and answers; draws are the last
    for (let written = 1; written <= 5; written++) {
      await t.rejects(killedAfter(written), { message: 'broken off' })
      t.equal(await endedAt(), 0, `it is shown as running after ${written} transactions`)
      await archive(log, db)
      t.same([await endedAt(), await stored(db, 'L1')], [scripted.now, folded(lesson)], 'and whole after the next archiver')
      if (written === 5) break
      for (const table of ['lessons', 'participants', 'questions', 'rounds', 'answers', 'draws', 'archive_positions'] as const) await db.deleteFrom(table).execute()
    }
    await t.rejects(killedAfter(1), { message: 'broken off' })
    t.equal(await endedAt(), scripted.now, 'what was whole stays so while it is written once more')
  })

  t.test('A10 a lesson has not ended while it is not known who was there until its end', async (t) => {
    const db = await open()
    t.teardown(() => db.destroy())
    const log = new LessonLog()
    const scripted = new ScriptedLesson()
    scripted.students(1)
    log.take(scripted)
    const one = await archiver(log, db)
    await one.write()
    log.up('s1', START + MINUTE)
    scripted.now += 10 * MINUTE
    scripted.end()
    log.take(scripted)
    while (one.open.length > 0) await setImmediate()
    const endedAt: number[] = []
    for (let look = 0; look < 2; look++) {
      await one.write()
      endedAt.push((await db.selectFrom('lessons').select('ended_at').executeTakeFirstOrThrow()).ended_at)
    }
    t.same(endedAt, [0, scripted.now])
    await one.stop()
  })

  t.test('A4 attendance counts the time in class between open and end, also of those who came before and dropped', async (t) => {
    const db = await open()
    t.teardown(() => db.destroy())
    const log = new LessonLog()
    const scripted = new ScriptedLesson()
    scripted.students(4)
    log.up('s1', START - 5 * MINUTE)
    log.up('s2', START + MINUTE)
    log.down('s2', START + 11 * MINUTE)
    log.up('s2', START + 12 * MINUTE)
    log.up('s3', START + 10 * MINUTE)
    scripted.now += 40 * MINUTE
    log.take(scripted)
    scripted.end()
    log.take(scripted)
    // the end is read, but not yet who was there until then
    log.down('s1', START + 39 * MINUTE)
    log.down('s3', START + 50 * MINUTE)
    await archive(log, db)
    const rows = await db.selectFrom('participants').select(['key', 'seconds']).orderBy('who').execute()
    t.same(rows.map(({ key, seconds }) => [key, seconds / 60]), [['teacher', 0], ['s1', 39], ['s2', 38], ['s3', 30], ['s4', 0]])
  })

  t.test('A1 draws and what was shared are written too, and what was removed goes again', async (t) => {
    const db = await open()
    t.teardown(() => db.destroy())
    const log = new LessonLog()
    const scripted = new ScriptedLesson()
    scripted.students(4)
    scripted.tool(Kind.pick, 0, 0, PickMode.people, 7, bitsOf([1, 2, 3]), [[2]])
    scripted.tool(Kind.pass, 2, 0)
    scripted.tool(Kind.pick, 0, 1, PickMode.groups, 8, bitsOf([1, 2, 3, 4]), [[4, 1], [2, 3]])
    // the lane of media may be read before the lesson is known
    log.media(Media.allow, 0, true)
    log.media(Media.share, 0, picture('m1', '표'))
    log.media(Media.share, 3, ['m2', MediaKind.link, '', 0, 0, 0, '', '=1+1', 'https://example.org/', 0])
    log.take(scripted)
    await archive(log, db)
    const rows = async (): Promise<unknown[]> => (await db.selectFrom('shared_media').selectAll().orderBy('id').execute()).map(({ id, who, kind, alt, name, url, standing }) => [id, who, kind, alt, name, url, standing])
    t.same(await rows(), [['m1', 0, MediaKind.image, '표', 'a.png', '', MediaStanding.approved], ['m2', 3, MediaKind.link, '', '=1+1', 'https://example.org/', MediaStanding.waiting]])
    t.same((await db.selectFrom('draws').selectAll().orderBy('no').execute()).map(({ no, mode, pool, groups, passed }) => [no, mode, pool, groups, passed]),
      [[0, PickMode.people, 3, '[[2]]', '[2]'], [1, PickMode.groups, 4, '[[4,1],[2,3]]', '[]']])
    const known = async (): Promise<boolean> => {
      const { media_known_at: until, ended_at: endedAt } = await db.selectFrom('lessons').select(['media_known_at', 'ended_at']).executeTakeFirstOrThrow()
      return endedAt > 0 && until >= endedAt
    }
    t.notOk(await known())
    log.media(Media.act, 0, MediaAct.approve, 'm2', 0)
    log.media(Media.act, 0, MediaAct.remove, 'm1', 0)
    scripted.end()
    log.take(scripted)
    log.media(Media.end, 0)
    await archive(log, db)
    t.same(await rows(), [['m2', 3, MediaKind.link, '', '=1+1', 'https://example.org/', MediaStanding.approved]])
    await db.insertInto('erasures').values({ lesson: 'L1', who: 3, at: 1 }).execute()
    await db.deleteFrom('archive_positions').execute()
    await archive(log, db)
    t.same(await rows(), [], 'A5 what somebody shared who was erased stays away')
  })

  boardSuite(t, open)

  t.test('A5 who was erased stays erased, and a lesson that was deleted stays deleted, though the log is read again from its beginning', async (t) => {
    const db = await open()
    t.teardown(() => db.destroy())
    const log = new LessonLog()
    const scripted = new ScriptedLesson()
    scripted.students(3)
    scripted.play({ s1: 2, s2: 1, s3: 2 })
    log.take(scripted)
    await archive(log, db)
    await db.insertInto('erasures').values({ lesson: 'L1', who: 2, at: 1 }).execute()
    for (const table of ['answers', 'participants'] as const) await db.deleteFrom(table).where('who', '=', 2).execute()
    await db.deleteFrom('archive_positions').execute()
    scripted.play({ s1: 2, s2: 2, s3: 1 })
    log.take(scripted)
    await archive(log, db)
    t.same(await db.selectFrom('participants').select('who').orderBy('who').execute(), [{ who: 0 }, { who: 1 }, { who: 3 }])
    t.equal((await db.selectFrom('answers').select('who').execute()).filter(({ who }) => who === 2).length, 0)
    t.equal((await db.selectFrom('answers').select('who').execute()).length, 4)
    await db.updateTable('lessons').set({ deleted_at: 5 }).execute()
    await db.deleteFrom('answers').execute()
    await db.deleteFrom('archive_positions').execute()
    await archive(log, db)
    t.same(await db.selectFrom('answers').selectAll().execute(), [])
  })

  t.test('A6 results are deleted after their time', async (t) => {
    const db = await open()
    t.teardown(() => db.destroy())
    const log = new LessonLog()
    const scripted = new ScriptedLesson()
    scripted.play({})
    scripted.end()
    log.take(scripted)
    await archive(log, db)
    const strict = new Archiver({ log: log.reader(), logName: 'test', db, keptMs: MINUTE, logger: pino({ level: 'silent' }), onNeeded () {}, everyMs: NEVER, clock: () => log.now + 2 * MINUTE })
    await strict.start()
    await strict.stop()
    for (const table of ['lessons', 'participants', 'questions', 'rounds'] as const) t.same(await db.selectFrom(table).selectAll().execute(), [], table)
    t.match(await strict.metrics.registry.metrics(), /lectern_archive_deleted_lessons_total 1\n/)
  })

  t.test('A7 a lesson that no relay ended is ended, and late answers that the teacher accepts are told', async (t) => {
    const db = await open()
    t.teardown(() => db.destroy())
    const log = new LessonLog()
    const scripted = new ScriptedLesson()
    scripted.students(2)
    scripted.ask({ seconds: 5 })
    scripted.timeout(scripted.now + 6500)
    scripted.now += 7000
    scripted.answer('s1', 2)
    scripted.accept(-1)
    log.take(scripted)
    log.now += 7 * 60 * MINUTE
    await archive(log, db)
    t.match(await db.selectFrom('rounds').selectAll().execute(), [{ answered: 1, late_accepted: 1, middle_ms: 7000 }])
    t.match(await db.selectFrom('answers').selectAll().execute(), [{ kept: Kept.acceptedLate }])
    t.match(await db.selectFrom('lessons').select('ended_at').execute(), [{ ended_at: START + 6 * 60 * MINUTE }])
  })
}

t.test('on SQLite', async (t) => { suite(t, 20, () => openDatabase(':memory:')) })

t.test('on PostgreSQL', async (t) => {
  const postgres = await RealPostgres.start(t)
  suite(t, 3, async () => await openDatabase(await postgres.database()))
})
