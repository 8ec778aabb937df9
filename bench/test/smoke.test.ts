import { join } from 'node:path'
import t from 'tap'
import { SCENARIOS, infoOf } from '../scenarios/catalogue.ts'
import type { Scenario } from '../scenarios/catalogue.ts'
import { nothingWrong, read, start } from './command.ts'

/** The built bench from the command line to the report, with small classes. Counts are checked, times are not. */

const STUDENTS = 12
/**
 * Every scenario as short as it can be, the longest first, so that none is left running alone at the end. The four
 * parts of `rivals` run within it, and what needs brokers in chaos.test.ts.
 */
const RUNS: Record<Exclude<Scenario, `rivals-${string}` | 'chaos' | 'roll' | 'cold'>, string[]> = {
  rivals: ['--rounds', '1'],
  lesson: ['--students', '8,12', '--rounds', '9'],
  results: ['--rounds', '2'],
  fanout: ['--rounds', '2'],
  slow: ['--rounds', '1'],
  soak: ['--duration', '20'],
  answers: ['--rounds', '2'],
  enter: ['--rounds', '1'],
  kills: ['--rounds', '1'],
  reconnect: ['--rounds', '1'],
  http: ['--duration', '1'],
  many: ['--classes', '3', '--rounds', '1'],
  stream: ['--classes', '3', '--rounds', '1', '--duration', '2'],
  memory: ['--rounds', '2'],
  classroom: ['--rounds', '1', '--duration', '3']
}
/** What must stand in a report beside what is true of all. */
const FIGURES: { [S in keyof typeof RUNS]?: Record<string, unknown> } = {
  answers: { 'answers counted in a fresh view': STUDENTS, 'answers counted in the roster': STUDENTS },
  slow: { 'students who stop reading': 1, 'told that messages are missing': [1] },
  soak: { 'students who did not come in': 0 },
  results: { students: STUDENTS, 'answers in the archive': 2 * STUDENTS },
  lesson: { '8 students: entered': 8, '12 students: entered': 12 }
}

// They wait more than they work.
t.jobs = 4
t.setTimeout(900_000)

t.test('a wrong command line ends with 2 and says what to try', async (t) => {
  const { code, output } = await start(['lecture']).ended
  t.equal(code, 2)
  t.match(output, /unknown scenario lecture; one of: http, enter.*\nTry: npm run bench -- --help/)
})

t.test('every scenario is run', async (t) => {
  t.same(SCENARIOS.filter((scenario) => !(scenario in RUNS || scenario.startsWith('rivals-') || infoOf(scenario).fleet !== undefined)), [])
})

for (const [scenario, args] of Object.entries(RUNS) as Array<[keyof typeof RUNS, string[]]>) {
  t.test(`${scenario} with ${STUDENTS} students`, { buffered: true, timeout: 450_000 }, async (t) => {
    const file = join(t.testdir(), 'report.json')
    const { code, output } = await start([scenario, '--students', String(STUDENTS), '--json', file, ...args]).ended
    if (!t.equal(code, 0)) return t.comment(output)
    const report = read(file)
    nothingWrong(t, report)
    t.match(report, { scenario, parameters: { seed: 1 }, figures: FIGURES[scenario] ?? {} })
    t.match(output, new RegExp(`^${scenario}: .*students`, 'm'))
    if (!['soak', 'lesson', 'kills', 'slow'].includes(scenario)) t.same(report.trouble, {}, 'no student met anything unusual')
  })
}
