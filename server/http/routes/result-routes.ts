import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { lecternError } from '../../errors.ts'
import type { Bearer } from '../../tokens.ts'
import type { DeletionProof, ErasureProof, LessonExtras, LessonList, LessonResult, LessonSummary, StudentPage, StudentResult } from '../../wire/results.ts'
import { EXPORT_FORMATS } from '../../wire/api.ts'
import { attachment } from '../attachment.ts'
import { exported } from '../export/formats.ts'
import { languageOf } from '../language.ts'
import { ErrorBody } from '../replies.ts'
import type { Export } from '../results/export.ts'
import type { Exporter } from '../results/exporter.ts'
import type { Erasure } from '../results/erasure.ts'
import { STUDENTS_MAX } from '../results/results.ts'
import type { Results } from '../results/results.ts'

export interface ResultParts {
  results: Results
  erasure: Erasure
  exporter: Exporter
  /** Tells whose request it is, by its bearer token; throws where it is nobody's. */
  teacherOf: (request: FastifyRequest) => Bearer
}

const Params = Type.Object({ id: Type.String({ maxLength: 64 }) })
const StudentParams = Type.Object({ id: Type.String({ maxLength: 64 }), who: Type.String({ pattern: '^\\d{1,9}$', description: 'index of the student' }) })
/** A whole number in a query, which is text. */
const whole = (help: string) => Type.Optional(Type.String({ pattern: '^\\d{1,15}$', description: help }))
const ListQuery = Type.Object({ before: whole('opened before this time (ms)'), synthetic: Type.Optional(Type.Union([Type.Literal('0'), Type.Literal('1')])) }, { additionalProperties: false })
const PageQuery = Type.Object({ after: whole('index of the last student of the page before'), limit: Type.Optional(Type.String({ pattern: '^[1-9]\\d{0,3}$', description: `at most ${STUDENTS_MAX}` })) }, { additionalProperties: false })
const QuizQuery = Type.Object({ format: Type.Union(EXPORT_FORMATS.map((format) => Type.Literal(format))) }, { additionalProperties: false })
const FileQuery = Type.Object({ ended: Type.Optional(Type.Literal('1', { description: 'only once the lesson has ended and all of it is written; else lesson-open' })) }, { additionalProperties: false })
const EraseBody = Type.Object({ who: Type.Integer({ minimum: 0 }) }, { additionalProperties: false })

const about = { tags: ['results'], security: [{ bearer: [] }] }
const refusals = { '4xx': ErrorBody, '5xx': ErrorBody }
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** What lessons came to. Names stay out of addresses and out of caches. */
export const resultRoutes: FastifyPluginAsyncTypebox<ResultParts> = async (app, { results, erasure, exporter, teacherOf }) => {
  app.addHook('onSend', async (_request, reply) => { reply.header('cache-control', 'no-store') })

  app.get('/api/results/lessons', { schema: { summary: "The teacher's lessons, the newest first", ...about, querystring: ListQuery, response: { 200: Type.Unsafe<LessonList>(Type.Any()), ...refusals } } },
    (request) => results.list(teacherOf(request), Number(request.query.before ?? 0), request.query.synthetic === '1'))

  app.get('/api/results/lessons/:id', { schema: { summary: 'One lesson: figures, questions, who was absent, when it is deleted', ...about, params: Params, response: { 200: Type.Unsafe<LessonResult>(Type.Any()), ...refusals } } },
    (request) => results.lesson(teacherOf(request), request.params.id))

  app.get('/api/results/lessons/:id/students', { schema: { summary: 'Its students, a page at a time', ...about, params: Params, querystring: PageQuery, response: { 200: Type.Unsafe<StudentPage>(Type.Any()), ...refusals } } },
    (request) => results.students(teacherOf(request), request.params.id, Number(request.query.after ?? -1), Math.min(STUDENTS_MAX, Number(request.query.limit ?? STUDENTS_MAX))))

  app.get('/api/results/lessons/:id/students/:who', { schema: { summary: 'One student with what he answered', ...about, params: StudentParams, response: { 200: Type.Unsafe<StudentResult>(Type.Any()), ...refusals } } },
    (request) => results.student(teacherOf(request), request.params.id, Number(request.params.who)))

  app.get('/api/results/lessons/:id/extras', { schema: { summary: 'What the picker drew, and what was shared', ...about, params: Params, response: { 200: Type.Unsafe<LessonExtras>(Type.Any()), ...refusals } } }, async (request) => {
    await results.summary(teacherOf(request), request.params.id)
    return await results.rows.extras(request.params.id)
  })

  app.post('/api/results/lessons/:id/erase', { schema: { summary: 'Erases one student from all lessons of this teacher, and tells what is left', ...about, params: Params, body: EraseBody, response: { 200: Type.Unsafe<ErasureProof>(Type.Any()), ...refusals } } },
    (request) => erasure.student(teacherOf(request), request.params.id, request.body.who))

  app.delete('/api/results/lessons/:id', { schema: { summary: 'Deletes a lesson that is over, and tells what is left', ...about, params: Params, response: { 200: Type.Unsafe<DeletionProof>(Type.Any()), ...refusals } } },
    (request) => erasure.lesson(teacherOf(request), request.params.id))

  app.get('/api/results/lessons/:id/results.xlsx', { schema: { summary: 'The lesson as an Excel workbook', ...about, params: Params, querystring: FileQuery } },
    async (request, reply) => await file(reply, XLSX, 'xlsx').send(await exportedFile(request, reply, request.params.id, 'xlsx', request.query.ended === '1')))

  app.get('/api/results/lessons/:id/results.csv', { schema: { summary: 'Its students as CSV', ...about, params: Params, querystring: FileQuery } },
    async (request, reply) => await file(reply, 'text/csv; charset=utf-8', 'csv').send(await exportedFile(request, reply, request.params.id, 'csv', request.query.ended === '1')))

  app.get('/api/results/lessons/:id/quiz', { schema: { summary: 'What was asked in the lesson, as a quiz file', ...about, params: Params, querystring: QuizQuery } }, async (request, reply) => {
    const { title, classCode } = await results.summary(teacherOf(request), request.params.id)
    const asked = (await results.rows.questions(request.params.id)).map(({ question }) => question)
    // what was asked by word of mouth has no text, and no file could say it
    const { name, type, content } = await exported(request.query.format, { title: title || classCode, questions: asked.filter(({ text }) => text !== '') })
    return await reply.type(type).header('content-disposition', attachment(name)).send(content)
  })

  app.get('/api/results/lessons/:id/results.zip', { schema: { summary: 'All there is of a lesson that has ended: results, quiz, whiteboard, shared files', ...about, params: Params, querystring: FileQuery } }, async (request, reply) => {
    const lesson = await lessonOf(request, request.params.id, true)
    const bundle = await exporter.bundle({ lesson, language: languageOf(request.headers['accept-language']) }, leaving(reply))
    return await file(reply, 'application/zip', 'zip').send(bundle)
  })

  async function exportedFile (request: FastifyRequest, reply: FastifyReply, id: string, format: Export['format'], ended: boolean): Promise<Uint8Array> {
    const lesson = await lessonOf(request, id, ended)
    return await exporter.file({ lesson, format, language: languageOf(request.headers['accept-language']) }, leaving(reply))
  }

  /** @throws not-found; lesson-open where it must have `ended` and has not, or not all of it is written */
  async function lessonOf (request: FastifyRequest, id: string, ended: boolean): Promise<LessonSummary> {
    const lesson = await results.summary(teacherOf(request), id)
    if (ended && lesson.endedAt === 0) throw lecternError('lesson-open')
    return lesson
  }
}

/** Aborts when whoever waits for the reply has left. */
function leaving (reply: FastifyReply): AbortSignal {
  const left = new AbortController()
  reply.raw.once('close', () => { left.abort() })
  return left.signal
}

function file (reply: FastifyReply, type: string, ending: string): FastifyReply {
  return reply.type(type).header('content-disposition', `attachment; filename="lectern-results.${ending}"`)
}
