import type { ApiError, ExportFormat, ImportFormat, ImportReply, Quiz, QuizBody, QuizSummary } from '../../../server/wire/api.ts'
import type { ErrorCode } from '../../../server/wire/error-codes.ts'

/** Why a call failed: the server's code, or `unreachable` when there was no answer. */
export type FailureCode = ErrorCode | 'unreachable'

/** A failed call of the quiz interface, with the server's own sentence where it gave one. */
export class ApiFailure extends Error {
  readonly code: FailureCode

  constructor (code: FailureCode, message: string) {
    super(message)
    this.code = code
  }
}

/** The quiz routes of the sidecar, with the teacher's bearer token. Every call throws `ApiFailure`. */
export interface QuizzesApi {
  list (): Promise<QuizSummary[]>
  read (id: string): Promise<Quiz>
  create (quiz: QuizBody): Promise<Quiz>
  replace (id: string, quiz: QuizBody): Promise<Quiz>
  remove (id: string): Promise<void>
  /** Reads a file and stores it as a quiz of its own; the reply tells what was left out. */
  importFile (file: Blob, name: string, format: ImportFormat): Promise<ImportReply>
  /** The quiz as a file, with the name the server gives it. */
  exportFile (id: string, format: ExportFormat): Promise<File>
}

export type Fetch = (url: string, init: RequestInit) => Promise<Response>

/** Asks the sidecar at `path` below `root` with the bearer token. @throws ApiFailure where the answer is none or a refusal */
export type Ask = (method: string, path: string, body?: BodyInit, type?: string) => Promise<Response>

export function asker (root: string, bearer: () => string, language: () => string, send: Fetch): Ask {
  return async (method, path, body, type) => {
    const headers: Record<string, string> = { authorization: `Bearer ${bearer()}`, 'accept-language': language() }
    if (type !== undefined) headers['content-type'] = type
    const reply = await reach(() => send(`${root}${path}`, { method, headers, ...(body === undefined ? {} : { body }) }))
    if (!reply.ok) throw await failureOf(reply)
    return reply
  }
}

/** A client of the quiz routes. `bearer` is asked at each call, because it is renewed. `language` chooses the words of errors. */
export function quizzesApi (bearer: () => string, language: () => string, send: Fetch = (url, init) => fetch(url, init)): QuizzesApi {
  const ask = asker('/api/quizzes', bearer, language, send)
  const call = async <T> (method: string, path: string, body?: BodyInit, type?: string): Promise<T> => {
    const reply = await ask(method, path, body, type)
    return (reply.status === 204 ? undefined : await reply.json()) as T
  }
  const json = <T> (method: string, path: string, body: unknown) => call<T>(method, path, JSON.stringify(body), 'application/json')
  return {
    list: () => call('GET', ''),
    read: (id) => call('GET', `/${encodeURIComponent(id)}`),
    create: (quiz) => json('POST', '', quiz),
    replace: (id, quiz) => json('PUT', `/${encodeURIComponent(id)}`, quiz),
    remove: (id) => call('DELETE', `/${encodeURIComponent(id)}`),
    importFile: (file, name, format) => call('POST', `/import?${new URLSearchParams({ format, name, store: '1' })}`, file, 'text/plain'),
    exportFile: async (id, format) => {
      const reply = await ask('GET', `/${encodeURIComponent(id)}/export?${new URLSearchParams({ format })}`)
      return await fileOf(reply)
    }
  }
}

/** A reply as a file with the name that the server gave it. */
export async function fileOf (reply: Response): Promise<File> {
  const name = /filename\*=UTF-8''([^;]+)/.exec(reply.headers.get('content-disposition') ?? '')?.[1] ?? 'quiz'
  return new File([await reply.blob()], decodeURIComponent(name))
}

async function reach (send: () => Promise<Response>): Promise<Response> {
  try {
    return await send()
  } catch (error) {
    throw new ApiFailure('unreachable', String(error))
  }
}

async function failureOf (reply: Response): Promise<ApiFailure> {
  const body = await reply.json().catch(() => null) as ApiError | null
  return new ApiFailure(body?.error ?? (reply.status === 401 ? 'bad-token' : 'internal'), body?.message ?? '')
}
