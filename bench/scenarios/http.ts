import { atMost } from '../budgets.ts'
import { CAPS } from '../caps.ts'
import { LoadCollector } from '../generator-load.ts'
import type { Cannon, Hit } from '../http/cannon.ts'
import { writtenTokens } from '../http/tokens.ts'
import type { Findings } from '../report.ts'
import type { Stage } from '../stage.ts'

/** Connections that ask all the time. */
const CONNECTIONS = 50
const ROUTES = ['/api/classrooms/nav', '/api/classrooms/getRealRoom', '/socket/join']
const CLASS = 'LOAD-1'

/** The three routes of the way in under autocannon, one after another, with the tokens of `npm run tokens`. */
export async function http (stage: Stage): Promise<Findings> {
  const { students: [size], duration, server } = stage.options
  const installation = await stage.installation()
  const tokens = await writtenTokens(server, installation.launchKey, CLASS, size)
  const { secure = false, host, port } = installation.entrance([]).http
  const cannon = stage.generator<Cannon>('http/main')
  await cannon.ask('begin', { hosts: installation.hosts })
  const url = `${secure ? 'https' : 'http'}://${host}:${port}`
  const load = new LoadCollector()
  const figures: Findings['figures'] = {}
  let errors = 0
  for (const path of ROUTES) {
    if (stage.ending) break
    stage.progress.say(`${path}: ${CONNECTIONS} connections, ${duration} s …`)
    const hit = await cannon.ask('shoot', { url, path, tokens, connections: CONNECTIONS, duration, limit: installation.hosts.length === 0 ? null : CAPS.actsPerSecond })
    load.add(hit.usage)
    Object.assign(figures, figuresOf(path, hit))
    errors += hit.errors + hit.non2xx
  }
  return {
    figures,
    generator: load.load(),
    verdicts: { lost: 0, duplicated: 0, gaps: 0 },
    budgets: [atMost('requests that failed', 0, errors)],
    trouble: {}
  }
}

function figuresOf (path: string, { requests, perSecond, latency, errors, timeouts, non2xx }: Hit): Findings['figures'] {
  const figures = {
    requests,
    'requests, 1/s': perSecond,
    'p50, ms': latency.p50,
    'p97.5, ms': latency.p97_5,
    'p99, ms': latency.p99,
    'p99.9, ms': latency.p99_9,
    'max, ms': latency.max,
    'connection errors': errors,
    'of them timeouts': timeouts,
    'replies other than 2xx': non2xx
  }
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [`${path}: ${name}`, value]))
}
