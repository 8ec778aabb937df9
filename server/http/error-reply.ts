import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { CATALOGUE, LecternError, lecternError } from '../errors.ts'
import { event } from '../log-events.ts'
import type { ApiError } from '../wire/api.ts'
import { languageOf } from './language.ts'

/** Every error leaves as an ApiError of the catalogue, in the caller's language; nothing else of it is told. */
export function replyWithErrors (app: FastifyInstance, logger: Logger): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const known = toLecternError(error)
    if (known.code === 'internal') event(logger, 'request-failed', { method: request.method, route: routeOf(request), err: error })
    return sendError(known, request, reply)
  })
}

/** What no route answers is an error like any other. */
export function replyNotFound (app: FastifyInstance): void {
  app.setNotFoundHandler((request, reply) => sendError(lecternError('not-found'), request, reply))
}

/** Sends `error`; the request's log line gets its code by `request.refusal`. */
export function sendError (error: LecternError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  request.refusal = error.code
  const message = CATALOGUE[error.code][languageOf(request.headers['accept-language'])]
  const body: ApiError = { error: error.code, message, ...(error.field === undefined ? {} : { field: error.field }) }
  return reply.code(error.status).type('application/json; charset=utf-8').serializer(JSON.stringify).send(body)
}

/** The pattern of a route; an address that leads nowhere has none and is not told. */
export function routeOf (request: FastifyRequest): string {
  return request.routeOptions.url ?? 'none'
}

function toLecternError (error: FastifyError): LecternError {
  if (error instanceof LecternError) return error
  if (error.validation !== undefined) return lecternError('bad-field', { field: fieldOf(error) })
  const status = error.statusCode ?? 500
  if (status === 413) return lecternError('too-large', { cause: error })
  if (status === 503) return lecternError('unavailable', { cause: error })
  if (status >= 400 && status < 500) return lecternError('bad-body', { cause: error })
  return lecternError('internal', { cause: error })
}

/** The name of the field that validation stopped at: where it stands, else what is missing or too much. */
function fieldOf ({ validation, validationContext }: FastifyError): string {
  const first = validation?.[0]
  const inside = first?.instancePath.slice(1).replaceAll('/', '.') ?? ''
  const { missingProperty, additionalProperty } = (first?.params ?? {}) as { missingProperty?: string, additionalProperty?: string }
  return [inside, missingProperty ?? additionalProperty ?? ''].filter((part) => part !== '').join('.') || (validationContext ?? 'body')
}
