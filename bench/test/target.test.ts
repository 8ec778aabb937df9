import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import { Lectern } from '../processes/lectern.ts'
import { built, nothingWrong, read, start } from './command.ts'

/** An installation that somebody else started, driven as load testers do. */

const STUDENTS = 12
const lectern = await Lectern.start({ main: built('server/main.js'), core: null, dataParent: tmpdir(), log: 'lmdb', relays: 1, inspect: false, archive: false, cpuProf: '' })
t.teardown(() => lectern.stop())
const TARGET = ['--target', `http://127.0.0.1:${lectern.httpPort}`, '--students', String(STUDENTS)]
const KEYS = { LAUNCH_KEYS: lectern.launchKey }

t.test('two machines share the students of a target, and merge makes one report of theirs', async (t) => {
  const dir = t.testdir()
  const files = [1, 2].map((part) => join(dir, `${part}.json`))
  const machines = files.map((file, machine) => start(['answers', ...TARGET, '--rounds', '1', '--shard', `${machine + 1}/2`, '--json', file], KEYS))
  for (const { ended } of machines) {
    const { code, output } = await ended
    if (!t.equal(code, 0)) t.comment(output)
  }
  const merged = join(dir, 'merged.json')
  const { code, output } = await start(['merge', ...files, '--json', merged]).ended
  t.equal(code, 0, output)
  for (const file of [...files, merged]) nothingWrong(t, read(file))
  t.match(read(merged), { parameters: { students: [STUDENTS], shard: { part: 1, of: 1 } }, figures: { 'answers counted in the roster': STUDENTS } })
  t.notOk("relay's CPU an answer, µs" in read(merged).figures, 'nothing is told that cannot be seen from outside')
})

t.test('Ctrl-C ends with what was measured, and leaves no lesson behind', async (t) => {
  const file = join(t.testdir(), 'report.json')
  const { child, ended } = start(['soak', ...TARGET, '--duration', '3600', '--json', file], KEYS)
  const settled = ended.then(() => true)
  // latecomers and sleepers are missing
  while ((await sockets()) < STUDENTS - 2 && !await Promise.race([settled, delay(50, false)]));
  process.kill(-child.pid!, 'SIGINT')
  const { code, output } = await ended
  t.equal(code, 130, output)
  t.match(read(file), { interrupted: true, figures: { lessons: 1 }, verdicts: { lost: 0, duplicated: 0, gaps: 0 } })
  while (await sockets() > 0) await delay(50)
})

t.test('a wrong key is told with what the target said', async (t) => {
  const { code, output } = await start(['enter', ...TARGET], { LAUNCH_KEYS: `other:${'x'.repeat(40)}` }).ended
  t.equal(code, 2)
  t.match(output, /the target refused a synthetic teacher with 403/)
})

async function sockets (): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${lectern.metricsPort}/metrics`)).text()
  return Number(/^lectern_sockets (\d+)/m.exec(text)?.[1])
}
