import { LIMITS } from '../../../server/classroom/limits.ts'
import type { RehearsalReply } from '../../../server/wire/api.ts'
import { ApiFailure } from '../console/quizzes-api.ts'

/** Asks for the seats of a class to try out. Rejects with ApiFailure. */
export async function startRehearsal (bearer: string, language: string, title: string): Promise<RehearsalReply> {
  const reply = await fetch('/api/rehearsals', {
    method: 'POST',
    headers: { authorization: `Bearer ${bearer}`, 'accept-language': language, 'content-type': 'application/json' },
    body: JSON.stringify({ title: title.slice(0, LIMITS.title) })
  }).catch((error: unknown) => { throw new ApiFailure('unreachable', String(error)) })
  if (reply.ok) return await reply.json() as RehearsalReply
  throw new ApiFailure(reply.status === 429 ? 'too-many' : reply.status === 401 ? 'bad-token' : 'internal', '')
}
