import { Counter, Histogram, Registry, collectDefaultMetrics } from 'prom-client'

/** How finely the event loop's lag is sampled (ms): the library's 10 would wake an idle sidecar a hundred times a second. */
const LAG_PRECISION_MS = 250

/** The figures of one sidecar, in a registry of its own. */
export class Metrics {
  readonly registry = new Registry()
  readonly requests: Histogram<'method' | 'route' | 'status'>
  /** `result` is 'ok' or the error's code. */
  readonly joins: Counter<'result'>

  constructor () {
    const registers = [this.registry]
    collectDefaultMetrics({ register: this.registry, prefix: 'lectern_http_', eventLoopMonitoringPrecision: LAG_PRECISION_MS })
    this.requests = new Histogram({
      name: 'lectern_http_request_seconds',
      help: 'Time from a request to the end of its reply',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2],
      registers
    })
    this.joins = new Counter({ name: 'lectern_joins_total', help: 'People who asked for a ticket, by what became of it', labelNames: ['result'], registers })
  }
}
