import { readFileSync } from 'node:fs'
import { constants, getPriority } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import { openDatabase } from '../../database/database.ts'
import { Exporter } from '../../http/results/exporter.ts'

const ORDER = {
  lesson: { id: 'L1', classCode: 'K7M2QX', title: '', teacher: '', synthetic: false, openedAt: 1, endedAt: 2, students: 0, questions: 0 },
  format: 'csv',
  language: 'ko'
} as const
const stays = new AbortController().signal

/** Ids of the processes that this one has started and that live. */
function children (): number[] {
  return readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim().split(' ').filter((id) => id !== '').map(Number)
}

t.test('A9 an export is made beside the sidecar', async (t) => {
  const place = join(t.testdir({ 'no-database': {} }), 'lectern.db')
  const db = await openDatabase(place)
  t.teardown(() => db.destroy())
  const exporter = new Exporter(place)
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
    await t.rejects(new Exporter(place, 1).file(ORDER, stays), { code: 'unavailable' })
    await t.rejects(new Exporter(join(place, '..', 'no-database')).file(ORDER, stays), /Unable to open connection/)
    const ended = new Exporter(place)
    ended.close()
    await t.rejects(ended.file(ORDER, stays), { code: 'unavailable' })
  })
})
