import { existsSync, readFileSync } from 'node:fs'
import { relative, sep } from 'node:path'

/** What must be covered, in percent, by the folder a file lies in; the first that fits counts. */
const THRESHOLDS = [
  { folder: 'server/wire/', lines: 100, branches: 100, functions: 100 },
  { folder: 'server/classroom/', lines: 100, branches: 100, functions: 100 },
  { folder: 'server/', lines: 90 },
  { folder: 'client/src/', lines: 90 },
  { folder: 'bench/', lines: 90 }
]

/**
 * Compares tap's report with the thresholds and prints a line for each folder, and for each file that
 * pulls its folder below.
 * @param {RegExp} [untested] files whose tests could not run here
 * @returns {boolean} whether every folder holds
 */
export function judgeCoverage (untested, report = '.tap/report/coverage-summary.json') {
  if (!existsSync(report)) {
    console.log(`coverage: ${report} is missing`)
    return false
  }
  const files = Object.entries(JSON.parse(readFileSync(report, 'utf8'))).filter(([path]) => path !== 'total')
    .map(([path, counts]) => ({ path: relative(process.cwd(), path).split(sep).join('/'), counts }))
    .filter(({ path }) => !path.includes('/test/') && untested?.test(path) !== true)
  const verdicts = THRESHOLDS.map(({ folder, ...limits }, i) => {
    const here = files.filter(({ path }) => THRESHOLDS.findIndex((threshold) => path.startsWith(threshold.folder)) === i)
    return Object.entries(limits).map(([metric, limit]) => judge(folder, metric, limit, here)).every(Boolean)
  })
  return verdicts.every(Boolean)
}

function judge (folder, metric, limit, files) {
  const sum = (what) => files.reduce((total, { counts }) => total + counts[metric][what], 0)
  const percent = sum('total') === 0 ? 100 : 100 * sum('covered') / sum('total')
  const holds = percent >= limit
  console.log(`coverage: ${folder} ${metric} ${percent.toFixed(2)} % of ${limit} %${holds ? '' : ': too low'}`)
  if (!holds) {
    for (const { path, counts } of files) if (counts[metric].pct < limit) console.log(`  ${path} ${counts[metric].pct} %`)
  }
  return holds
}
