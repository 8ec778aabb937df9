import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { firstLoad } from './first-load.ts'
import { drawPlots } from './plots.ts'
import { reportPage } from './report-page.ts'
import { withFigures } from './readme-figures.ts'
import { readResults } from './results.ts'

/** Writes bench/REPORT.md, bench/plots and the README's figures from bench/results. Run in the project's folder. */
const results = readResults('bench/results', (why) => { console.error(`left out: ${why}`) })
const client = firstLoad('dist/client')
mkdirSync('bench/plots', { recursive: true })
for (const [file, svg] of drawPlots(results)) writeFileSync(join('bench/plots', file), svg)
writeFileSync('bench/REPORT.md', reportPage(results, client))
writeFileSync('README.md', withFigures(readFileSync('README.md', 'utf8'), results, client))
