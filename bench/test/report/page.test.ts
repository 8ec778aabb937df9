import { readFileSync } from 'node:fs'
import t from 'tap'
import { atMost, noLoss } from '../../budgets.ts'
import { Latency } from '../../latency.ts'
import { Judgement, judgeRows } from '../../report/budget-rows.ts'
import { firstLoad } from '../../report/first-load.ts'
import { PLOTS, drawPlots } from '../../report/plots.ts'
import { withFigures } from '../../report/readme-figures.ts'
import { reportPage } from '../../report/report-page.ts'
import { readResults } from '../../report/results.ts'
import type { Report } from '../../report.ts'
import {
  CONTESTANTS, FANOUT, GENERATOR, MEMORY, MEMORY_TITLE, PER_TICK, RETURN, SEED, SEED_LIMIT, SEED_SIZE, STORM,
  fanoutTitle, figureName, returnTitle, stormTitle
} from '../../scenarios/rivals/names.ts'
import { sampleReport } from './sample-report.ts'

const latency = new Latency()
for (let ms = 1; ms <= 100; ms++) latency.record(0, ms)
const histogram = latency.encode()
const LOSSES = { lost: 0, duplicated: 0, gaps: 0 }

/** The figures that all contestants have under one title. */
function figuresOf (title: string, whats: Record<string, string>, rounds: number[]): Array<[string, number[]]> {
  return CONTESTANTS.flatMap((name, place) => Object.values(whats).map((what): [string, number[]] => (
    [figureName(title, name, what), rounds.map((value) => value + place)]
  )))
}

function histogramsOf (title: string): Array<[string, string[]]> {
  return CONTESTANTS.map((name) => [`${title}: ${name}`, [histogram, histogram]])
}

const fanout = sampleReport({
  scenario: 'rivals-fanout',
  figures: Object.fromEntries(PER_TICK.flatMap((perTick) => figuresOf(fanoutTitle(5000, perTick), { ...FANOUT, GENERATOR }, [10, 11, 12]))),
  histograms: Object.fromEntries(PER_TICK.flatMap((perTick) => histogramsOf(fanoutTitle(5000, perTick)))),
  budgets: [
    atMost('CPU ÷ bare, 5000 students, 1 a tick', 1.15, 1.1),
    atMost('CPU ÷ Socket.IO, 5000 students, 1 a tick', 0.5, 0.58),
    ...noLoss(LOSSES)
  ]
})
const storms: Array<[string, number]> = [['Lectern', 5000], [SEED, SEED_SIZE], [SEED, SEED_LIMIT]]
const storm = sampleReport({
  scenario: 'rivals-answers',
  figures: Object.fromEntries([
    ...figuresOf(stormTitle(5000), { ...STORM, GENERATOR }, [1, 2, 3]),
    ...Object.values(STORM).map((what) => [figureName(stormTitle(SEED_SIZE), SEED, what), [5000]])
  ]),
  histograms: Object.fromEntries(histogramsOf(stormTitle(5000))),
  curves: Object.fromEntries(storms.map(([name, size]) => [`${stormTitle(size)}: ${name}`, { x: [0, 1000, 2000], y: [0, 50, 100] }]))
})
const back = sampleReport({ scenario: 'rivals-reconnect', figures: Object.fromEntries(figuresOf(returnTitle(5000), RETURN, [7, 8, 9])) })
const memory = sampleReport({
  scenario: 'rivals-memory',
  figures: Object.fromEntries(figuresOf(MEMORY_TITLE, { empty: MEMORY.empty, full: MEMORY.full, each: MEMORY.each }, [4096])),
  curves: Object.fromEntries(CONTESTANTS.map((name) => [figureName(MEMORY_TITLE, name, MEMORY.curve), { x: [0, 5000], y: [50, 70] }]))
})
const answers = sampleReport({
  figures: { 'verdict p99, ms': [29, 30, 31] },
  budgets: [atMost('verdict p99, ms', 60, 30), atMost("teacher's click on 99 % of screens, ms", 120, 120.3), ...noLoss(LOSSES)],
  trouble: { 'close 4001': 2 }
})
const lesson = sampleReport({
  scenario: 'lesson',
  parameters: { ...answers.parameters, students: [50, 5000] },
  figures: Object.fromEntries([50, 5000].flatMap((size) => [
    [`${size} students: bytes an hour`, 210_000],
    [`${size} students: of it because something happened, bytes`, 150_000]
  ]))
})
const client = [atMost('page, script and style, KiB gzip', 80, 61.2)]
const everything: Array<[string, Report]> = [
  ['answers', answers], ['lesson', lesson], ['rivals-answers', storm], ['rivals-fanout', fanout], ['rivals-memory', memory],
  ['rivals-reconnect', back]
]

t.test('every row of the budgets is held, missed, not judged or not measured', async (t) => {
  const unjudged = sampleReport({ budgets: [{ name: 'last usable screen (median), ms', limit: 3500, measured: 3400, holds: null }] })
  const rows = judgeRows(new Map([...everything, ['enter', unjudged]]), client)
  const judged = (what: RegExp) => rows.find((row) => what.test(row.what))!.judgement
  t.equal(judged(/bare uWebSockets/), Judgement.held)
  t.equal(judged(/against Socket\.IO/), Judgement.missed)
  t.equal(judged(/^5,000 answers/), Judgement.held)
  t.equal(judged(/^Teacher's click/), Judgement.missed)
  t.equal(judged(/^5,000 students enter/), Judgement.unjudged)
  t.equal(judged(/^10,000 answers/), Judgement.unmeasured)
  const missed = rows.find(({ what }) => /against Socket\.IO/.test(what))!
  t.match(missed.reason, /5,000 students: 0\.857 at 1 a tick/, 'the reason is a measured one')
  const slower = sampleReport({ ...fanout, budgets: [{ name: 'CPU ÷ bare, 5000 students, 1 a tick', limit: 1.15, measured: 1.2, holds: false }] })
  const [beyond] = judgeRows(new Map([...everything, ['rivals-fanout', slower]]), client)
  t.match(beyond!.reason, /5,000 students: -5 ms at 1 a tick, -50 ms at 10 a tick/, 'and so is what a tick costs beyond the bare server')
})

t.test('the page has a table for every result, and a picture where it can be drawn', async (t) => {
  const text = reportPage(new Map(everything), client)
  t.match(text, /^# Lectern, measured\n/)
  t.match(text, 'A CPU, 2 cores, 8 GiB, Linux 6.1, Node v20; servers on one core, generators on another; over loopback; log on disk.')
  t.match(text, 'Versions: ws 8.0.0.')
  t.match(text, '| 5,000, 1 a tick | Lectern | 11 (10–12) |')
  t.match(text, '| the shape of the seed, 1,000 students | 5,000 |')
  t.match(text, '| answers | abc | 2026-01-02 03:04 |')
  t.match(text, '| ≤ 80 KB | page, script and style, KiB gzip: 61.2 | held |')
  t.match(text, "teacher's click on 99 % of screens, ms: 120.3 (missed)", 'as many digits as it takes to see it')
  t.match(text, 'Trouble at the students: close 4001 (2).')
  for (const { file } of PLOTS) t.match(text, `](plots/${file})`)
  t.notMatch(reportPage(new Map([['answers', answers]]), []), 'plots/', 'no picture without its results')
  t.throws(() => reportPage(new Map(), []), /no results/)
})

t.test('pictures are whole, follow light and dark, and name nobody else\'s fonts or scripts', async (t) => {
  const plots = drawPlots(new Map(everything))
  t.same([...plots.keys()].sort(), PLOTS.map(({ file }) => file).sort())
  for (const [file, svg] of plots) {
    t.match(svg, /^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/, file)
    t.match(svg, 'prefers-color-scheme: dark')
    t.notMatch(svg, /NaN|undefined|<script|@import|url\(/, file)
    t.match(svg, '#0969da')
  }
  t.equal(drawPlots(new Map([['answers', answers]])).size, 0)
})

t.test('the README keeps everything outside its markers', async (t) => {
  const readme = readFileSync('README.md', 'utf8')
  const changed = withFigures(readme, new Map(everything), client)
  const outside = (text: string) => text.replace(/(<!-- figures: begin .*-->)[^]*(<!-- figures: end -->)/, '$1$2')
  t.equal(outside(changed), outside(readme))
  t.match(changed, '](bench/plots/cpu.svg)')
  t.match(changed, '| 5,000 answers in 2 s with live counts to all, embedded log |')
  t.notMatch(changed, 'not measured')
  t.equal(withFigures(changed, new Map(everything), client), changed)
  t.throws(() => withFigures('no markers', new Map(), []), /the README has no <!-- figures: begin/)
})

t.test('results are read by the name of their file, with what JSON cannot say', async (t) => {
  const written = { ...answers, figures: { a: [1, NaN], b: NaN }, budgets: [atMost('a', 1, NaN)], curves: { c: { x: [0], y: [NaN] } } }
  const leftOut: string[] = []
  const files = { 'answers.json': JSON.stringify(written), 'notes.txt': 'no result', 'old.json': '{"scenario":"enter"}' }
  const results = readResults(t.testdir(files), (why) => { leftOut.push(why) })
  t.same([...results.keys()], ['answers'])
  t.match(leftOut, [/old\.json is no report of this bench: machine, .* are missing/])
  t.same(results.get('answers')!.figures, { a: [1, NaN], b: NaN })
  t.same(results.get('answers')!.budgets, written.budgets)
  t.same(results.get('answers')!.curves, written.curves)
})

t.test('a first load is the page and what it names, as it is sent', async (t) => {
  const folder = t.testdir({
    'index.html': '<link href="/icon.svg"><script src="/assets/main.js">',
    'index.html.gz': 'x'.repeat(24),
    'icon.svg': 'x'.repeat(1000),
    assets: { 'main.js': 'x'.repeat(9000), 'main.js.gz': 'x'.repeat(1024), 'console.js': 'not asked for' }
  })
  t.match(firstLoad(folder), [{ limit: 80, measured: 2, holds: true }])
  t.same(firstLoad(t.testdir({})), [])
})
