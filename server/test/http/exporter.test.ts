import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { constants, getPriority } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import { openDatabase } from '../../database/database.ts'
import { Exporter } from '../../http/results/exporter.ts'
import { OPTIONS } from './sidecar.ts'
import { unzipped } from './unzipped.ts'

const ORDER = {
  lesson: { id: 'L1', classCode: 'K7M2QX', title: '', teacher: '', synthetic: false, openedAt: 1, endedAt: 2, students: 0, questions: 0 },
  format: 'csv',
  language: 'ko'
} as const
const silent = (): void => {}
const stays = new AbortController().signal

/** Ids of the processes that this one has started and that live. */
function children (): number[] {
  return readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim().split(' ').filter((id) => id !== '').map(Number)
}

t.test('A9 an export is made beside the sidecar', async (t) => {
  const place = join(t.testdir({ 'no-database': {} }), 'lectern.db')
  const db = await openDatabase(place)
  t.teardown(() => db.destroy())
  const exporter = new Exporter(place, OPTIONS.media, silent)
  t.teardown(() => { exporter.close() })

  t.test('by one child of low priority, for one caller after another; a crowd is refused, and whoever left leaves nothing behind', { skip: process.platform !== 'linux' }, async (t) => {
    const before = children()
    const own = (): number[] => children().filter((id) => !before.includes(id))
    const callers = Array.from({ length: 9 }, () => new AbortController())
    const files = callers.map(({ signal }) => exporter.file(ORDER, signal).then((file) => Buffer.from(file).toString(), (error: { code: string }) => error.code))
    await t.rejects(exporter.file(ORDER, stays), { code: 'too-many' })
    t.same(own().map((id) => getPriority(id)), [constants.priority.PRIORITY_BELOW_NORMAL])
    for (const caller of callers.slice(1, 8)) caller.abort()
    t.same(await Promise.all(files.slice(1, 8)), Array(7).fill('unavailable'))
    t.match(await Promise.all([files[0], files[8]]), [/^\uFEFF이름,학번/, /^\uFEFF이름,학번/])
    const leaves = new AbortController()
    const left = exporter.file(ORDER, leaves.signal)
    while (own().length === 0) await delay(1)
    leaves.abort()
    await t.rejects(left, { code: 'unavailable' })
    await t.rejects(exporter.file(ORDER, leaves.signal), { code: 'unavailable' })
    while (own().length > 0) await delay(5)
  })

  t.test('within a time, and with the error of the database where there is one', async (t) => {
    await t.rejects(new Exporter(place, OPTIONS.media, silent, 1).file(ORDER, stays), { code: 'unavailable' })
    await t.rejects(new Exporter(join(place, '..', 'no-database'), OPTIONS.media, silent).file(ORDER, stays), /Unable to open connection/)
    const ended = new Exporter(place, OPTIONS.media, silent)
    ended.close()
    await t.rejects(ended.file(ORDER, stays), { code: 'unavailable' })
  })
  t.test('A11 a bundle streams from a child of its own; whoever leaves it ends it, and one that breaks off says so', { skip: process.platform !== 'linux' }, async (t) => {
    const before = children()
    const own = (): number[] => children().filter((id) => !before.includes(id))
    const { lesson, language } = ORDER
    await t.rejects(exporter.bundle({ lesson, language }, stays), /no result/, 'a lesson that is not there')
    await db.insertInto('lessons').values({ id: 'L1', class_code: 'K7M2QX', title: '', teacher: '', synthetic: 0, opened_at: 1, ended_at: 2, events: 1 }).execute()
    // more than lines between processes hold
    const question = JSON.stringify({ type: 'single', text: randomBytes(1_000_000).toString('hex'), choices: ['1', '2'], solution: { mask: 1 }, explanation: '', seconds: 0, points: 1, speed: false, change: true, shuffle: false, live: false })
    await db.insertInto('questions').values({ lesson: 'L1', no: 0, place: 0, total: 1, quiz_id: '', question, phase: 0, rounds: 0 }).execute()
    const callers = Array.from({ length: 3 }, () => new AbortController())
    const bundles = await Promise.all(callers.map(({ signal }) => exporter.bundle({ lesson, language }, signal)))
    t.same(own().map((id) => getPriority(id)), Array(3).fill(constants.priority.PRIORITY_BELOW_NORMAL))
    await t.rejects(exporter.bundle({ lesson, language }, stays), { code: 'too-many' })
    t.ok((await unzipped(await buffer(bundles[0]!))).has('quiz.gift'))
    while (own().length === 3) await delay(5)
    callers[1]?.abort()
    await t.rejects(buffer(bundles[1]!), { code: 'unavailable' })
    while (own().length === 2) await delay(5)
    process.kill(own()[0]!, 'SIGKILL')
    await t.rejects(buffer(bundles[2]!), { code: 'unavailable' })
    while (own().length > 0) await delay(5)
    const next = await exporter.bundle({ lesson, language }, stays)
    next.destroy()
    while (own().length > 0) await delay(5)
    await t.rejects(new Exporter(place, OPTIONS.media, silent, 1).bundle({ lesson, language }, stays), { code: 'unavailable' })
  })
})
