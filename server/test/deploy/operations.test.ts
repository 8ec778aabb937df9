import { readFileSync } from 'node:fs'
import t from 'tap'
import { parse } from 'yaml'
import { ownMetrics } from '../../docs/own-metrics.ts'
import { LOG_EVENTS } from '../../log-events.ts'
import { RELAY_SETTINGS, SETTINGS, variableOf } from '../../settings.ts'

interface Alerts {
  groups: Array<{ rules: Array<{ alert: string, expr: string, labels: { severity: string }, annotations: { summary: string, runbook: string } }> }>
}

function text (path: string): string {
  return readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')
}

const guide = text('docs/OPERATIONS.md')
const alerts = (parse(text('deploy/prometheus-alerts.yaml')) as Alerts).groups.flatMap(({ rules }) => rules)
const anchors = new Set([...guide.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) => title.toLowerCase().replace(/[^\w\- ]/g, '').replaceAll(' ', '-')))
const figures = ownMetrics()

/** What Prometheus stores of our figures: a histogram is three. */
const series = new Set(figures.flatMap(({ name, type }) => type === 'histogram' ? [name, `${name}_bucket`, `${name}_sum`, `${name}_count`] : [name]))
/** What the library adds and Prometheus itself; of these the alerts use few. */
const others = new Set(['up', 'process_cpu_seconds_total', 'process_open_fds', 'process_max_fds', 'nodejs_eventloop_lag_p99_seconds'])

t.test('alerts ask for figures that there are, with labels that they have', async (t) => {
  for (const { alert, expr } of alerts) {
    const names = [...expr.matchAll(/\b(?:lectern|process|nodejs)_\w+|\bup\b/g)].map(([name]) => name)
    t.ok(names.length > 0, alert)
    t.same(names.filter((name) => !series.has(name) && !others.has(name)), [], alert)
    for (const [, name = '', label] of expr.matchAll(/\b(lectern_\w+)\{(\w+)/g)) {
      const figure = figures.find((known) => name.startsWith(known.name))
      t.ok(figure?.labels.includes(label ?? ''), `${alert}: ${name} has ${label}`)
    }
  }
})

t.test('every alert says how urgent it is, and where to read on', async (t) => {
  for (const { alert, labels, annotations } of alerts) {
    t.match(labels.severity, /^(page|ticket)$/, alert)
    t.ok(anchors.has(annotations.runbook), `${alert}: ${annotations.runbook}`)
  }
})

t.test('the guide says what to do about every log line that is a warning or worse', async (t) => {
  const rows = guide.slice(guide.indexOf('### Log lines that ask for something'), guide.indexOf('## Routine'))
  const asking = Object.entries(LOG_EVENTS).filter(([, { level }]) => ['warn', 'error', 'fatal'].includes(level)).map(([name]) => name)
  t.same(asking.filter((name) => !rows.includes(`\`${name}\``)), [])
})

t.test('the guide names nothing that is not there: settings, figures, log lines, headings, files', async (t) => {
  const settings = new Set(Object.keys({ ...SETTINGS, ...RELAY_SETTINGS }).map(variableOf))
  const words = [...guide.replace(/```[\s\S]*?```/g, '').matchAll(/`([^`\n]+)`/g)].map(([, word = '']) => word)
  const variables = words.flatMap((word) => /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*(?==|$)/.exec(word)?.[0] ?? []).filter((word) => word.length > 3)
  t.same(variables.filter((word) => !settings.has(word) && !['SIGSTOP', 'SIGTERM'].includes(word)), [], 'settings')
  t.same(words.filter((word) => word.startsWith('lectern_') && !series.has(word)), [], 'figures')
  const rows = guide.slice(guide.indexOf('### Log lines that ask for something'), guide.indexOf('## Routine'))
  const told = [...rows.matchAll(/^\| (`[^|]+) \|/gm)].flatMap(([, names = '']) => names.match(/[a-z-]{3,}/g) ?? [])
  t.same(told.filter((name) => !(name in LOG_EVENTS)), [], 'log lines')
  const links = [...guide.matchAll(/\]\(([^)]+)\)/g)].map(([, link = '']) => link)
  t.same(links.filter((link) => link.startsWith('#') && !anchors.has(link.slice(1))), [], 'headings')
  for (const link of links.filter((link) => !link.startsWith('#') && !link.endsWith('/results'))) t.doesNotThrow(() => text(`docs/${link}`), link)
})
