import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { writeFigures } from './figures.mjs'

/**
 * Measures every scenario into bench/results/, goes on when one misses a budget, and writes the figures into
 * the README. `node scripts/bench.mjs answers fanout` measures these alone.
 */
const SCENARIOS = ['enter', 'answers', 'fanout', 'reconnect', 'memory']

const wanted = process.argv.length > 2 ? process.argv.slice(2) : SCENARIOS
mkdirSync('bench/results', { recursive: true })
const missed = wanted.filter((scenario) => {
  console.log()
  return spawnSync(process.execPath, ['dist/bench/run.js', scenario, '--json', `bench/results/${scenario}.json`], { stdio: 'inherit' }).status !== 0
})
writeFigures()
if (missed.length > 0) console.log(`\nnot everything holds or could be judged: ${missed.join(', ')}`)
process.exitCode = missed.length === 0 ? 0 : 1
