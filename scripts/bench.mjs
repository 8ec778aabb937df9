import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'

/**
 * Measures the standard set (20 minutes on two cores) into bench/results/, goes on when something does not
 * hold, and writes the report and the README's figures. `node scripts/bench.mjs classroom rivals-fanout`
 * measures these alone and keeps the others' results; with `report` alone nothing is measured. With
 * KAFKA_BROKERS what needs them comes after the set.
 */

/** What each result is measured by: a scenario and its options. */
const RUNS = {
  http: ['http', '--duration', '5'],
  enter: ['enter'],
  answers: ['answers'],
  'answers-10000': ['answers', '--students', '10000'],
  reconnect: ['reconnect', '--rounds', '30'],
  slow: ['slow', '--rounds', '1'],
  lesson: ['lesson'],
  many: ['many', '--rounds', '1'],
  kills: ['kills', '--rounds', '5'],
  memory: ['memory'],
  'rivals-fanout': ['rivals-fanout'],
  'rivals-answers': ['rivals-answers'],
  'rivals-reconnect': ['rivals-reconnect'],
  'rivals-memory': ['rivals-memory']
}
/** What takes twelve minutes more, and is measured only when it is asked for: five minutes of drawing, and a large archive. */
const LONGER = {
  classroom: ['classroom'],
  results: ['results']
}
/** The same on the brokers of KAFKA_BROKERS; `chaos` starts its own. */
const ON_KAFKA = {
  'answers-kafka': ['answers', '--log', 'kafka'],
  'answers-10000-kafka': ['answers', '--log', 'kafka', '--students', '10000', '--rounds', '3'],
  'stream-kafka': ['stream', '--log', 'kafka'],
  'stream-two-relays': ['stream', '--log', 'kafka', '--relays', '2'],
  'records-alone': ['stream', '--log', 'kafka', '--relays', '4', '--rounds', '1'],
  'records-standby': ['stream', '--log', 'kafka', '--relays', '4', '--rounds', '1'],
  roll: ['roll'],
  cold: ['cold'],
  chaos: ['chaos']
}
/** What differs from the environment of this process. */
const ENV = { 'records-alone': { STANDBY: '0' }, 'stream-two-relays': { STANDBY: '0' } }

const all = { ...RUNS, ...LONGER, ...ON_KAFKA }
const standard = Object.keys(process.env.KAFKA_BROKERS === undefined ? RUNS : { ...RUNS, ...ON_KAFKA })
const wanted = process.argv.length > 2 ? process.argv.slice(2) : standard
const unknown = wanted.filter((name) => name !== 'report' && !(name in all))
if (unknown.length > 0) {
  console.error(`no result is called ${unknown.join(', ')}; one of: ${Object.keys(all).join(', ')}, report`)
  process.exit(2)
}
mkdirSync('bench/results', { recursive: true })
const missed = wanted.filter((name) => name !== 'report' && !measure(name, all[name]))
run('dist/bench/report/write.js', [])
if (missed.length > 0) console.log(`\nnot everything holds or could be judged: ${missed.join(', ')}`)
process.exitCode = missed.length === 0 ? 0 : 1

function measure (name, args) {
  console.log()
  return run('dist/bench/run.js', [...args, '--strict', '--json', `bench/results/${name}.json`], ENV[name])
}

function run (script, args, env = {}) {
  return spawnSync(process.execPath, [script, ...args], { stdio: 'inherit', env: { ...process.env, ...env } }).status === 0
}
