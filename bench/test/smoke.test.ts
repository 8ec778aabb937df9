import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { SCENARIOS } from '../options.ts'
import type { Scenario } from '../options.ts'
import type { Report } from '../report.ts'

/** Each scenario of the built bench once with a small class, from the command line to the report. Counts are checked, times are not. */

const RUN = fileURLToPath(new URL('../../dist/bench/run.js', import.meta.url))
const STUDENTS = 50
const ROUNDS: Record<Scenario, number> = { enter: 1, answers: 2, fanout: 1, reconnect: 2, memory: 2 }
/** 0 all holds, 1 a time was missed, 3 times were not judged: which of them is up to the machine. */
const CODES = [0, 1, 3]

async function bench (args: string[]): Promise<{ code: number, output: string }> {
  const child = spawn(process.execPath, [RUN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  child.stdout.on('data', (piece: Buffer) => { output += piece.toString() })
  child.stderr.on('data', (piece: Buffer) => { output += piece.toString() })
  const [code] = await once(child, 'close') as [number]
  return { code, output }
}

t.test('a wrong command line ends with 2 and says what to try', async (t) => {
  const { code, output } = await bench(['lecture'])
  t.equal(code, 2)
  t.match(output, /unknown scenario lecture; one of: enter.*\nTry: npm run bench -- --help/)
})

for (const scenario of SCENARIOS) {
  t.test(`${scenario} with ${STUDENTS} students`, async (t) => {
    const file = join(t.testdir(), 'report.json')
    const { code, output } = await bench([scenario, '--students', String(STUDENTS), '--rounds', String(ROUNDS[scenario]), '--json', file])
    if (!t.ok(CODES.includes(code), `exit code ${code}`)) return t.comment(output)
    const report = JSON.parse(readFileSync(file, 'utf8')) as Report
    t.same(report.verdicts, { lost: 0, duplicated: 0, gaps: 0 })
    t.same(report.trouble, {})
    t.match(report, { scenario, parameters: { students: [STUDENTS], rounds: ROUNDS[scenario], seed: 1 } })
    const never = report.budgets.filter(({ limit }) => limit === 0)
    t.ok(never.length >= 3)
    t.same(never.filter(({ holds }) => holds !== true), [], 'nothing happened that must never happen')
    t.match(output, `${scenario}: ${STUDENTS} students`)
    if (scenario === 'answers') t.match(report.figures, { 'answers counted in a fresh view': STUDENTS, 'answers counted in the roster': STUDENTS })
  })
}
