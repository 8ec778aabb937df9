import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { Type } from 'typebox'
import { LIMITS } from '../../classroom/limits.ts'
import { lecternError } from '../../errors.ts'
import { event } from '../../log-events.ts'
import type { Bearer } from '../../tokens.ts'
import { EXPORT_FORMATS, IMPORT_FORMATS, IMPORT_REASONS } from '../../wire/api.ts'
import type { ImportReason, ImportReply } from '../../wire/api.ts'
import { cleanTitle } from '../entry-fields.ts'
import { attachment } from '../attachment.ts'
import { exported } from '../export/formats.ts'
import { importFile } from '../import/formats.ts'
import { fileTitle } from '../import/quiz-title.ts'
import { languageOf } from '../language.ts'
import { QuizRequest, checkQuiz } from '../question-schema.ts'
import type { Quizzes } from '../quizzes.ts'
import { ErrorBody } from '../replies.ts'

export interface QuizParts {
  quizzes: Quizzes
  /** Tells whose request it is, by its bearer token; throws where it is nobody's. */
  teacherOf: (request: FastifyRequest) => Bearer
  logger: Logger
}

const Params = Type.Object({ id: Type.String({ maxLength: 64 }) })
const Summary = Type.Object({ id: Type.String(), title: Type.String(), questions: Type.Integer(), updatedAt: Type.Integer() })
/** Questions were checked when they came in; a schema here would only check them again. */
const QuizReply = Type.Object({ id: Type.String(), title: Type.String(), questions: Type.Array(Type.Any()), updatedAt: Type.Integer() })
const Note = Type.Object({
  what: Type.Union([Type.Literal('left-out'), Type.Literal('bent')]),
  fromLine: Type.Integer(),
  toLine: Type.Integer(),
  reason: Type.Unsafe<ImportReason>(Type.Union(IMPORT_REASONS.map((reason) => Type.Literal(reason)))),
  detail: Type.String(),
  source: Type.String(),
  at: Type.Integer(),
  file: Type.Optional(Type.String()),
  instead: Type.Optional(Type.Array(Type.Any()))
})
const ImportBody = Type.Object({ id: Type.String(), title: Type.String(), questions: Type.Array(Type.Any()), found: Type.Integer(), notes: Type.Array(Note) })
const ImportQuery = Type.Object({
  format: Type.Union(IMPORT_FORMATS.map((format) => Type.Literal(format))),
  name: Type.Optional(Type.String({ maxLength: 400 })),
  store: Type.Optional(Type.Union([Type.Literal('0'), Type.Literal('1')]))
}, { additionalProperties: false })
const ExportQuery = Type.Object({ format: Type.Union(EXPORT_FORMATS.map((format) => Type.Literal(format))) }, { additionalProperties: false })

const refusals = { '4xx': ErrorBody, '5xx': ErrorBody }
const about = { tags: ['quizzes'], security: [{ bearer: [] }] }

/** A teacher's quizzes. They belong to the teacher, not to a class. */
export const quizRoutes: FastifyPluginAsyncTypebox<QuizParts> = async (app, { quizzes, teacherOf, logger }) => {
  const bodyLimit = LIMITS.quizFileBytes
  // before the body is read: a stranger's 5 MB are not parsed
  app.addHook('onRequest', async (request) => { request.owner = teacherOf(request).sub })

  app.get('/api/quizzes', { schema: { summary: "The teacher's quizzes", ...about, response: { 200: Type.Array(Summary), ...refusals } } },
    (request) => quizzes.list(request.owner))

  app.get('/api/quizzes/:id', { schema: { summary: 'One quiz', ...about, params: Params, response: { 200: QuizReply, ...refusals } } },
    (request) => quizzes.read(request.owner, request.params.id))

  app.post('/api/quizzes', { bodyLimit, schema: { summary: 'Keeps a new quiz', ...about, body: QuizRequest, response: { 201: QuizReply, ...refusals } } },
    async (request, reply) => await reply.code(201).send(await quizzes.create(request.owner, checkQuiz(request.body))))

  app.put('/api/quizzes/:id', { bodyLimit, schema: { summary: 'Replaces a quiz', ...about, params: Params, body: QuizRequest, response: { 200: QuizReply, ...refusals } } },
    (request) => quizzes.replace(request.owner, request.params.id, checkQuiz(request.body)))

  app.delete('/api/quizzes/:id', { schema: { summary: 'Deletes a quiz', ...about, params: Params, response: { 204: Type.Null(), ...refusals } } },
    async (request, reply) => {
      await quizzes.remove(request.owner, request.params.id)
      return await reply.code(204).send(null)
    })

  app.get('/api/quizzes/:id/export', {
    schema: { summary: 'A quiz as a file: Moodle GIFT, Moodle XML or a QTI 2.1 package', ...about, params: Params, querystring: ExportQuery, response: { 200: Type.Unsafe<Buffer>({ type: 'string', format: 'binary' }), ...refusals } }
  }, async (request, reply) => {
    const file = await exported(request.query.format, await quizzes.read(request.owner, request.params.id))
    return await reply.type(file.type).header('content-disposition', attachment(file.name)).send(file.content)
  })

  await app.register(importRoute, { quizzes, teacherOf, logger })
}

/** In a scope of its own, because there a body is a file whatever its type says. */
const importRoute: FastifyPluginAsyncTypebox<QuizParts> = async (app, { quizzes, logger }) => {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => { done(null, body) })

  app.post('/api/quizzes/import', {
    bodyLimit: LIMITS.quizFileBytes,
    schema: {
      summary: 'Reads a quiz file (the body) and reports what was left out or bent; keeps it with store=1',
      ...about,
      querystring: ImportQuery,
      response: { 200: ImportBody, ...refusals }
    }
  }, async (request): Promise<ImportReply> => {
    const started = performance.now()
    const { format, name = '', store } = request.query
    if (!(request.body instanceof Uint8Array) || request.body.length === 0) throw lecternError('bad-file')
    const imported = await importFile(format, request.body as Buffer)
    const { questions, found, notes } = imported
    if (found === 0) throw lecternError('bad-file')
    const title = cut(imported.title) || cut(fileTitle(name)) || UNTITLED[languageOf(request.headers['accept-language'])]
    const keeps = store === '1' && questions.length > 0
    const id = keeps ? (await quizzes.create(request.owner, { title, questions })).id : ''
    const leftOut = found - questions.length
    event(logger, 'quiz-imported', { questions: questions.length, leftOut, bent: notes.filter(({ what }) => what === 'bent').length, tookMs: Math.round(performance.now() - started) })
    return { id, title, questions, found, notes }
  })
}

const UNTITLED = { ko: '가져온 퀴즈', en: 'Imported quiz' }

/** As much of a title as a quiz may have. */
function cut (title: string): string {
  return cleanTitle([...title].slice(0, LIMITS.title).join(''))
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose quizzes a request of these routes is about. */
    owner: string
  }
}
