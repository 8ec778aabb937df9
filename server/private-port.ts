import { createServer } from 'node:http'
import type { IncomingMessage, Server } from 'node:http'
import type { Logger } from 'pino'
import type { Registry } from 'prom-client'
import { event } from './log-events.ts'

/** What a private port answers. */
export interface PrivateReply {
  status: number
  text: string
  /** Content type; plain text as a rule. */
  type?: string
}

/** What it does, by method and first part of the path (`POST drain`); handed what follows in the path, and the body. */
export type PrivateRoutes = Readonly<Record<string, (rest: string, body: string) => PrivateReply | Promise<PrivateReply>>>

/** Nothing that is sent here is longer (characters). */
const BODY_MAX = 100

/**
 * The private port of a process, for those who run it: `GET /metrics`, `POST /log-level` with the level as its
 * body, and `routes`. Not listening yet. A browser may sit on the same machine, so what a page asks for is refused.
 */
export function privatePort (registry: Registry, logger: Logger, routes: PrivateRoutes = {}): Server {
  const all: PrivateRoutes = {
    'GET metrics': async () => ({ status: 200, text: await registry.metrics(), type: registry.contentType }),
    'POST log-level': (_, body) => setLevel(logger, body),
    ...routes
  }
  return createServer((request, response) => {
    answer(request, all).then(({ status, text, type = 'text/plain; charset=utf-8' }) => {
      response.writeHead(status, { 'content-type': type }).end(text)
    }, () => {
      response.writeHead(500).end()
    })
  })
}

async function answer (request: IncomingMessage, routes: PrivateRoutes): Promise<PrivateReply> {
  const { method = '', url = '', headers } = request
  const [, first = '', ...rest] = url.split('/')
  const route = routes[`${method} ${first}`]
  if (headers.origin !== undefined) return { status: 403, text: 'not for pages\n' }
  if (route === undefined) return { status: 404, text: 'nothing here\n' }
  return await route(rest.join('/'), await bodyOf(request))
}

async function bodyOf (request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of request.setEncoding('utf8') as AsyncIterable<string>) body = (body + chunk).slice(0, BODY_MAX)
  return body.trim()
}

function setLevel (logger: Logger, level: string): PrivateReply {
  const levels = [...Object.keys(logger.levels.values), 'silent']
  if (!levels.includes(level)) return { status: 400, text: `send one of ${levels.join(', ')}\n` }
  logger.level = level
  event(logger, 'log-level-changed', { logLevel: level })
  return { status: 200, text: `${level}\n` }
}
