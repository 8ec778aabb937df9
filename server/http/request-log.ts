import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { event } from '../log-events.ts'
import { routeOf } from './error-reply.ts'
import type { Metrics } from './metrics.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Code of the error the request was answered with, or ''. */
    refusal: string
  }
}

/** Logs and counts each request by the pattern of its route: addresses, queries and bodies may hold names and tokens. */
export function logRequests (app: FastifyInstance, logger: Logger, metrics: Metrics): void {
  app.decorateRequest('refusal', '')
  app.addHook('onResponse', (request, reply, done) => {
    const { method, refusal } = request
    const { statusCode: status, elapsedTime } = reply
    const route = routeOf(request)
    metrics.requests.observe({ method, route, status }, elapsedTime / 1000)
    if (refusal === '') event(logger, 'request', { method, route, status, tookMs: Math.round(elapsedTime) })
    else event(logger, 'request-refused', { method, route, status, code: refusal })
    done()
  })
}
