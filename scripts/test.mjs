import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { judgeCoverage } from './coverage.mjs'
import { kafkaForTests } from './kafka-tests.mjs'

/**
 * Runs every check and every test, goes on when one fails, and ends with the line
 * `N passed, N failed, N skipped`: a check counts as one, tests count as tap counts them.
 * `node scripts/test.mjs lint` runs the checks of the code alone.
 */
const BIN = 'node_modules/.bin'
const CHECKS = [
  ['style', `${BIN}/eslint`, ['.']],
  ['types of server, bench and tests', `${BIN}/tsc`, ['-p', '.']],
  ['types of the client', `${BIN}/svelte-check`, ['--workspace', 'client', '--tsconfig', 'tsconfig.json', '--output', 'human']],
  ['unused code', `${BIN}/knip`, ['--no-progress']],
  ['direction of imports', `${BIN}/tap`, ['--disable-coverage', '--allow-empty-coverage', '--reporter=terse', 'server/test/layers.test.ts']]
]
/** tap's reporter draws a moving picture; where nobody watches, what failed is told from the raw output instead. */
const WATCHED = process.stdout.isTTY
const total = { passed: 0, failed: 0, skipped: 0 }

const onlyLint = process.argv[2] === 'lint'
// building Kafka's client takes minutes and one core, so the checks of the code run beside it
const kafkaReady = onlyLint ? null : kafkaForTests()
await checkCode(onlyLint ? CHECKS : CHECKS.slice(0, -1))
if (kafkaReady !== null) {
  const kafka = await kafkaReady
  // what runs in the tests names its own brokers, or none
  delete process.env.KAFKA_BROKERS
  if (process.env.CI === 'true') check('a Kafka for the tests', () => kafka.missing === '')
  if (kafka.missing !== '') console.log(`\n!! SKIPPED: every test on Kafka, because of ${kafka.missing} (or set KAFKA_BROKERS)`)
  tap('unit and integration tests', ['--coverage-report=json-summary'], { TEST_KAFKA_BROKERS: kafka.brokers })
  await kafka.stop()
  check('coverage', () => judgeCoverage(kafka.missing === '' ? undefined : /^server\/log\/kafka-/))
  const browser = spawnSync('scripts/browser.sh', { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
  check('a browser for the browser tests', () => browser.status === 0)
  if (browser.status === 0) tap('browser tests', ['--disable-coverage', '--jobs=2', '--timeout=480', 'client/test/browser/**/*.test.ts'], { CHROMIUM: browser.stdout.trim() })
}
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exitCode = total.failed === 0 ? 0 : 1

function run (command, args, env = {}, output = 'inherit') {
  return spawnSync(command, args, { stdio: ['ignore', output, 'inherit'], env: { ...process.env, ...env } }).status === 0
}

/** Two checks at a time; each tells all that it has to say when it is done. */
async function checkCode (checks) {
  const waiting = [...checks]
  const one = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [title, command, args] = next
      const { well, output } = await heard(command, args)
      check(title, () => {
        process.stdout.write(output)
        return well
      })
    }
  }
  await Promise.all([one(), one()])
}

async function heard (command, args) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const pieces = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => pieces.push(piece))
  try {
    const [status] = await once(child, 'close')
    return { well: status === 0, output: Buffer.concat(pieces) }
  } catch (error) {
    return { well: false, output: `${error.message}\n` }
  }
}

function check (title, holds) {
  console.log(`\n== ${title}`)
  if (holds()) total.passed++
  else {
    total.failed++
    console.log(`== failed: ${title}`)
  }
}

/** A run of tap; its own count is the last comment of its raw output. */
function tap (title, args, env = {}) {
  console.log(`\n== ${title}`)
  const raw = `.tap/${title.replaceAll(' ', '-')}.tap`
  mkdirSync('.tap', { recursive: true })
  rmSync(raw, { force: true })
  const reporter = WATCHED ? 'terse' : 'tap'
  const well = run(`${BIN}/tap`, ['run', `--reporter=${reporter}`, `--output-file=${raw}`, ...args], env, WATCHED ? 'inherit' : 'ignore')
  const text = existsSync(raw) ? readFileSync(raw, 'utf8') : ''
  const end = text.slice(-1000)
  const counted = (what) => Number(new RegExp(`^# \\{.*\\b${what}: (\\d+)`, 'm').exec(end)?.[1] ?? 0)
  const failed = counted('fail')
  total.passed += counted('pass')
  total.failed += well ? failed : Math.max(failed, 1)
  total.skipped += counted('skip') + counted('todo')
  if (!WATCHED) console.log(`${failures(text)}${end.match(/^# \{.*$/m)?.[0] ?? '# no result'}`)
}

/** What stands in raw TAP of every test that failed: its line and the report below it. */
function failures (text) {
  return [...text.matchAll(/^ *not ok .*\n(?: *---\n[\s\S]*?^ *\.\.\.\n)?/gm)].map(([report]) => report).join('')
}
