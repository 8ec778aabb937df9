import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import type { Test } from 'tap'
import { ownClusterSkip } from '../../server/test/log/kafka-under-test.ts'
import type { Report } from '../report.ts'

/** The short form of the chaos run: every kind of fault once, on real brokers, relays and nginx. */

const RUN = fileURLToPath(new URL('../../dist/bench/run.js', import.meta.url))
const skip = await ownClusterSkip()

/** Runs the bench to its report; null where it failed, of which `t` is told. */
async function bench (t: Test, ...args: string[]): Promise<Report | null> {
  const file = join(t.testdir(), 'report.json')
  const child = spawn(process.execPath, [RUN, ...args, '--json', file], { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => { output += piece.toString() })
  const [code] = await once(child, 'close') as [number]
  if (!t.equal(code, 0)) {
    t.comment(output)
    return null
  }
  const report = JSON.parse(readFileSync(file, 'utf8')) as Report
  t.same(report.verdicts, { lost: 0, duplicated: 0, gaps: 0 })
  t.same(report.trouble, {})
  return report
}

t.test('every kind of fault once: what was promised is in the log, and every screen shows it', { skip }, async (t) => {
  const report = await bench(t, 'chaos', '--students', '10', '--classes', '2', '--rounds', '5', '--duration', '2')
  if (report === null) return
  const { budgets, figures } = report
  // how fast a relay's students are back is the report's to judge
  const promises = budgets.filter(({ limit }) => limit === 0)
  t.equal(promises.length, 7)
  t.same(promises.filter(({ holds }) => holds !== true), [])
  const faults = Object.keys(figures).filter((name) => /^\d+\. /.test(name)).join('\n')
  for (const kind of [/relay \d killed/, /relay \d frozen/, /broker \d killed/, /broker \d frozen/, /all sockets cut/]) t.match(faults, kind)
  t.ok(figures['answers'] as number > 0 && figures['lines lost'] as number >= 20)
})

t.test('a relay starts on what others left in the log, beside one that goes on', { skip }, async (t) => {
  const report = await bench(t, 'cold', '--students', '5', '--classes', '3', '--duration', '2')
  if (report === null) return
  t.match(report.figures, { 'events of quizzes in the log': 3 * 188, 'records of ink in the log': 3 * 400, 'classes that the relay then holds': 4 })
  t.same(report.budgets.filter(({ holds }) => holds !== true), [])
  t.ok(report.figures['rounds of checkpoints in the log'] as number > 0)
  t.ok(report.figures['from the start to ready, ms'] as number > 0)
})
