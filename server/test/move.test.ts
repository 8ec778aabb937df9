import { join } from 'node:path'
import { pino } from 'pino'
import t from 'tap'
import type { Test } from 'tap'
import { Archiver } from '../archive/archiver.ts'
import { Presence } from '../classroom/events.ts'
import { Media } from '../classroom/media-events.ts'
import { Role, Seat } from '../classroom/model.ts'
import { loadConfig } from '../config.ts'
import { openDatabase } from '../database/database.ts'
import type { Database } from '../database/database.ts'
import { tellNeeded } from '../log-needs.ts'
import type { Lane, LogReader } from '../log/event-log.ts'
import { openLmdbLog } from '../log/lmdb-log.ts'
import { LmdbReader } from '../log/lmdb-reader.ts'
import { moveDatabaseCommand } from '../move-database-command.ts'
import { moveLogCommand } from '../move-log-command.ts'
import { encode } from '../wire/codec.ts'
import { decodeMediaEvent, decodeUserEvent } from '../wire/event-codec.ts'
import { dice, randomLesson, randomStep } from './classroom/random-lesson.ts'
import { START } from './classroom/scripted-lesson.ts'
import { RealPostgres } from './database/real-postgres.ts'
import { stored } from './log/collected.ts'
import { kafkaSkip, opened, settings, sharedBrokers } from './log/kafka-under-test.ts'

const CLASSES = ['K7M2QX', 'AB34CD', 'ZZ99YY']
const MINUTE = 60_000
const skip = await kafkaSkip()

function config (dataDir: string, more: Record<string, string> = {}) {
  return loadConfig({ ROLES: 'archive', DATA_DIR: dataDir, ...more })
}

/** All rows of all tables, in an order that both databases have. */
async function everything (db: Database): Promise<Record<string, string[]>> {
  const names = (await db.introspection.getTables()).map(({ name }) => name).sort()
  const tables = await Promise.all(names.map(async (name): Promise<[string, string[]]> => [name, (await db.selectFrom(name as 'answers').selectAll().execute()).map((row) => JSON.stringify(Object.entries(row).sort())).sort()]))
  return Object.fromEntries(tables)
}

/** Archives what a log holds. */
async function archive (log: LogReader, db: Database, now: number): Promise<void> {
  const archiver = new Archiver({ log, logName: 'test', db, keptMs: 1e15, logger: pino({ level: 'silent' }), onNeeded () {}, everyMs: 2 ** 31 - 1, clock: () => now })
  await archiver.start()
  await archiver.write()
  await archiver.stop()
}

/** A data folder whose log holds a lesson of each class, one of them not ended, with who was there. Returns the time (ms) when it stops. */
async function lessonsIn (dataDir: string): Promise<number> {
  let now = START
  const log = await openLmdbLog({ dir: join(dataDir, 'log'), clock: () => now })
  const append = (lane: Lane, classCode: string, event: unknown): Promise<void> => log.append(0, lane, classCode, encode(event))
  await append('user', '', [Presence.relay, START, 1, 7])
  await append('media', CLASSES[0]!, [Media.allow, 'L', START, START, 1, 0, true, true])
  await append('media', CLASSES[0]!, [Media.checkpoint, '', 0, START, 1, 0, 0, 1, encode([1, START, null])])
  await append('user', '', [Presence.checkpoint, START, 1, 7, 0, 2, 1])
  for (const [n, code] of CLASSES.entries()) {
    const roll = dice(n + 1)
    const scripted = randomLesson(roll, 8)
    for (let i = 0; i < 60; i++) randomStep(scripted, roll)
    await append('user', code, [Presence.up, START + MINUTE, 1, 7, n * 10 + 1, 's1', Role.student, Seat.student, 1])
    await append('user', '', [Presence.beat, START + 2 * MINUTE, 1, 7])
    if (n > 0) scripted.end({}, scripted.lesson.controller)
    for (const event of scripted.events) {
      now = Math.max(now, event[2])
      // every scripted lesson is called alike
      await append('socket', code, event.map((field, at) => at === 1 ? `L-${code}` : field))
    }
    await append('user', code, [Presence.down, now, 1, 7, n * 10 + 1])
  }
  await log.close()
  return now
}

/** Rows of results, without what tells one archiver's work from another's. */
async function results (db: Database): Promise<object> {
  const { archive_positions: _, lessons: __, ...rest } = await everything(db)
  const lessons = await db.selectFrom('lessons').select(['id', 'class_code', 'title', 'opened_at', 'ended_at']).orderBy('id').execute()
  return { ...rest, lessons }
}

t.test('L1 the embedded log moves to Kafka without losing a lesson, and what is archived of it is the same', { skip }, async (t) => {
  const brokers = await sharedBrokers(t)
  const dataDir = t.testdir()
  const now = await lessonsIn(dataDir)
  const options = settings(brokers, { partitions: 4 })
  const onKafka = config(dataDir, { KAFKA_BROKERS: brokers, KAFKA_PARTITIONS: '4', KAFKA_TOPIC_PREFIX: options.topicPrefix })
  await t.rejects(moveLogCommand(config(dataDir)), { message: /KAFKA_BROKERS is not set/ })
  await t.rejects(moveLogCommand(config(join(dataDir, 'none'), { KAFKA_BROKERS: brokers })), { message: /holds no log/ })
  // what the archiver has not written yet goes along, however old
  tellNeeded(dataDir, START - MINUTE)
  t.match(await moveLogCommand(onKafka), /^\d+ records are on Kafka/)
  await t.rejects(moveLogCommand(onKafka), { message: /hold records already/ })

  const [before, after] = [await openDatabase(':memory:'), await openDatabase(':memory:')]
  t.teardown(() => Promise.all([before.destroy(), after.destroy()]))
  const embedded = new LmdbReader(join(dataDir, 'log'), (_, error) => { throw error })
  await archive(embedded, before, now)
  await embedded.close()
  const moved = await opened(t, options)
  await archive(moved, after, now)
  for (const partition of [0, 1, 2, 3]) {
    const media = (await stored(moved, partition, 'media')).map(({ payload }) => decodeMediaEvent(payload)[0])
    const user = (await stored(moved, partition, 'user')).map(({ payload }) => decodeUserEvent(payload)[0])
    t.same(media, moved.partitionOf(CLASSES[0]!) === partition ? [Media.allow] : [], 'checkpoints stay: they name places of the log that they stand in')
    t.notOk(user.includes(Presence.checkpoint))
  }
  const expected = await results(before)
  t.same(await results(after), expected)
  t.equal((await before.selectFrom('lessons').selectAll().execute()).length, CLASSES.length)
})

t.test('the embedded database moves to a real PostgreSQL, every row of every table', async (t) => {
  const dataDir = t.testdir()
  const now = await lessonsIn(dataDir)
  const from = await openDatabase(join(dataDir, 'lectern.db'))
  const log = new LmdbReader(join(dataDir, 'log'), (_, error) => { throw error })
  await archive(log, from, now)
  await log.close()
  await from.insertInto('classes').values({ code: 'K7M2QX', title: '운영체제', created_at: 1 }).execute()
  for (let n = 0; n < 2500; n++) await from.insertInto('quizzes').values({ id: `q${n}`, owner: 't', title: '퀴즈', questions: '[]', count: 0, updated_at: n }).execute()
  const expected = await everything(from)
  await from.destroy()
  const place = await postgres(t)
  await t.rejects(moveDatabaseCommand(config(dataDir)), { message: /DATABASE_URL is not set/ })
  await t.rejects(moveDatabaseCommand(config(join(dataDir, 'none'), { DATABASE_URL: place })), { message: /holds no lectern.db/ })
  await t.rejects(moveDatabaseCommand(config(dataDir, { DATABASE_URL: 'postgres://lectern@127.0.0.1:1/none' })), { message: /^DATABASE_URL cannot be used/ })
  t.match(await moveDatabaseCommand(config(dataDir, { DATABASE_URL: place })), /^\d+ rows are in the database/)
  const to = await openDatabase(place)
  t.teardown(() => to.destroy())
  t.same(await everything(to), expected)
  await t.rejects(moveDatabaseCommand(config(dataDir, { DATABASE_URL: place })), { message: /has rows in \w+ already/ })
})

async function postgres (t: Test): Promise<string> {
  return await (await RealPostgres.start(t)).database()
}
