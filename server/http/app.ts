import cors from '@fastify/cors'
import swagger from '@fastify/swagger'
import { fastify } from 'fastify'
import type { FastifyInstance } from 'fastify'
import { lecternError } from '../errors.ts'
import { event } from '../log-events.ts'
import { RESUME_SECONDS } from '../tokens.ts'
import { Addresses } from './addresses.ts'
import { teacherCheck } from './authorization.ts'
import { Classes } from './classes.ts'
import { openDatabase } from '../database/database.ts'
import type { Database } from '../database/database.ts'
import { Entry } from './entry.ts'
import { replyNotFound, replyWithErrors, sendError } from './error-reply.ts'
import { KnownParticipants } from './known-participants.ts'
import { LaunchCheck } from './launch-token.ts'
import type { Media } from './media/media.ts'
import { openMedia } from './media/open-media.ts'
import { Metrics } from './metrics.ts'
import type { SidecarOptions } from './options.ts'
import { servePages } from './pages.ts'
import { Pairings } from './pairings.ts'
import { PublishedKeys } from './published-keys.ts'
import { Quizzes } from './quizzes.ts'
import { logRequests } from './request-log.ts'
import { RoomDesk } from './room.ts'
import { classRoutes } from './routes/class-routes.ts'
import { healthRoutes } from './routes/health-routes.ts'
import { Erasure } from './results/erasure.ts'
import { Exporter } from './results/exporter.ts'
import { Results } from './results/results.ts'
import { joinRoutes } from './routes/join-routes.ts'
import { pairingRoutes } from './routes/pairing-routes.ts'
import { mediaRoutes } from './routes/media-routes.ts'
import { quizRoutes } from './routes/quiz-routes.ts'
import { rehearsalRoutes } from './routes/rehearsal-routes.ts'
import { resultRoutes } from './routes/result-routes.ts'
import { sessionRoutes } from './routes/session-routes.ts'
import { helmetHeaders, secureHeaders } from './security-headers.ts'

/** A body that is no quiz file needs no more than this (bytes). */
const BODY_BYTES = 64 * 1024
/** Receiving a whole request may take this long (ms); a film of 100 MB over a poor line takes 5 min. */
const REQUEST_MS = 300_000
/** Connections stay open a little longer than a balancer's usual minute (ms). */
const KEEP_ALIVE_MS = 72_000

declare module 'fastify' {
  interface FastifyInstance {
    /** The sidecar's figures, for its private port. */
    metrics: Metrics
    db: Database
    media: Media
  }
}

/**
 * Builds the sidecar on its database; it does not listen yet. `close()` ends both.
 * @throws the driver's error when the database cannot be opened; Error without a key to sign tickets with
 */
export async function buildSidecar (options: SidecarOptions): Promise<FastifyInstance> {
  const { keys, logger } = options
  const db = await openDatabase(options.database, (err) => { event(logger, 'database-lost', { err }) })
  const known = await KnownParticipants.load(db, RESUME_SECONDS * 1000, (err) => event(logger, 'quizzes-failed', { err }))
  const { media, store, close: closeMedia } = openMedia(db, logger, options.media, options.publicUrl === null ? [] : [new URL(options.publicUrl).origin])
  const metrics = new Metrics()
  const addresses = new Addresses(options)
  const published = keys.launchJwks === null ? null : new PublishedKeys(keys.launchJwks, logger)
  const entry = new Entry(options, new LaunchCheck(keys.launch, published), new Classes(db), known)
  const desk = new RoomDesk(options, addresses, known)
  const exporter = new Exporter(options.database, options.media, (err) => { event(logger, 'media-failed', { err }) })

  const app = bare(options)
  app.decorate('metrics', metrics)
  app.decorate('db', db)
  app.decorate('media', media)
  app.decorateRequest('owner', '')
  app.addHook('onClose', async () => {
    published?.close()
    exporter.close()
    await known.close()
    await closeMedia()
    await db.destroy()
  })
  logRequests(app, logger, metrics)
  replyWithErrors(app, logger)
  secureHeaders(app, { ...options, mediaOrigin: store.origin }, addresses)
  await app.register(cors, { origin: options.origins.length > 0 && [...options.origins], methods: ['GET', 'POST', 'PUT', 'DELETE'], maxAge: 600 })
  await describe(app)
  await app.register(joinRoutes, { entry, desk, metrics })
  // A scope for everything but the join, because helmet's headers are for pages, and a lecture hall comes in within 2 s.
  await app.register(async (scope) => {
    await helmetHeaders(scope, options)
    replyNotFound(scope)
    await scope.register(healthRoutes, { db, hasKeys: () => entry.ready })
    await scope.register(sessionRoutes, { keys: keys.ticket, desk })
    await scope.register(pairingRoutes, { keys: keys.ticket, pairings: new Pairings(db), desk })
    await scope.register(rehearsalRoutes, { desk, teacherOf: teacherCheck(keys.ticket) })
    await scope.register(classRoutes, { db, entry })
    await scope.register(quizRoutes, { quizzes: new Quizzes(db), teacherOf: teacherCheck(keys.ticket), logger })
    const erasure = new Erasure(db, {
      ...options.results,
      eraseMedia: (classCode, participant) => media.erase(classCode, participant),
      eraseLessonMedia: (classCode, lesson) => media.eraseLesson(classCode, lesson)
    })
    await scope.register(resultRoutes, { results: new Results(db, options.results), erasure, exporter, teacherOf: teacherCheck(keys.ticket) })
    await scope.register(mediaRoutes, { media, keys: keys.ticket })
    if (options.clientDir !== null) await servePages(scope, options.clientDir)
  })
  return app
}

/** Fastify itself, strict: nothing is coerced, nothing silently taken away, nothing logged by itself. */
function bare ({ trustProxy }: SidecarOptions): FastifyInstance {
  return fastify({
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false } },
    trustProxy: trustProxy.length > 0 ? [...trustProxy] : false,
    bodyLimit: BODY_BYTES,
    requestTimeout: REQUEST_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    frameworkErrors: (error, request, reply) => { sendError(lecternError('bad-body', { cause: error }), request, reply) },
    clientErrorHandler: (error, socket) => { socket.destroy(error) }
  })
}

async function describe (app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Lectern', description: 'Join, classes and quizzes. Errors carry a code and a sentence in Korean or English (Accept-Language).', version: '1' },
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } }
    }
  })
  app.get('/api/openapi.json', { schema: { hide: true } }, () => app.swagger())
}
