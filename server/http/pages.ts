import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

/** Addresses that the client itself answers: its router reads them. */
const SCREENS = ['/', '/enter', '/class/*', '/teach', '/quizzes', '/present', '/remote']

/**
 * Serves the built client in `clientDir`. Files under assets/ have their content's hash in the name and may
 * be kept for ever; index.html is asked for anew each time.
 * @throws when there is no index.html
 */
export async function servePages (app: FastifyInstance, clientDir: string): Promise<void> {
  const assets = join(clientDir, 'assets')
  await app.register(fastifyStatic, {
    root: clientDir,
    wildcard: false,
    index: false,
    schemaHide: true,
    preCompressed: true,
    cacheControl: false,
    setHeaders (reply, path) {
      reply.header('cache-control', path.startsWith(assets) ? 'public, max-age=31536000, immutable' : 'no-cache')
    }
  })
  for (const url of SCREENS) {
    app.get(url, { schema: { hide: true } }, (_request, reply) => reply.sendFile('index.html'))
  }
}
