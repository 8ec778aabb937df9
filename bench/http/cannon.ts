import autocannon from 'autocannon'
import type { Result } from 'autocannon'
import { loopback, permit } from '../loopback.ts'
import { meter } from '../swarm/meter.ts'
import type { Usage } from '../swarm/meter.ts'

export interface Shot {
  url: string
  path: string
  tokens: string[]
  connections: number
  /** In seconds. */
  duration: number
  /** The most requests in a second; null: as many as there are replies. */
  limit: number | null
}

/** What autocannon found, and what it cost this process. */
export interface Hit extends Pick<Result, 'latency' | 'errors' | 'timeouts' | 'non2xx'> {
  requests: number
  perSecond: number
  usage: Usage
}

/** What the generator of HTTP requests can be asked to do. */
export class Cannon {
  async begin ({ hosts }: { hosts: string[] }): Promise<void> {
    permit(hosts)
  }

  /**
   * Posts the tokens to one route over and over. Each connection waits for its reply before it asks again: this
   * tells how many a second the route can take, and not how long a phone waits when a hall comes at once (`enter`).
   */
  async shoot ({ url, path, tokens, connections, duration, limit }: Shot): Promise<Hit> {
    loopback(new URL(url).hostname)
    const used = meter()
    const requests = tokens.map((token) => ({ method: 'POST', path, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ token }) }))
    const { latency, errors, timeouts, non2xx, requests: { total, average } } = await autocannon({ url, connections, duration, requests, ...(limit === null ? {} : { overallRate: limit }) })
    return { requests: total, perSecond: average, latency, errors, timeouts, non2xx, usage: used() }
  }
}
