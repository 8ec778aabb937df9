import type { Fetch } from './quizzes-api.ts'

/** A ZIP holds all there is of a lesson that has ended. */
export type ResultFormat = 'xlsx' | 'csv' | 'zip'

/** What became of a wish for a file of results: here it is, not wholly written yet (the archiver is a few seconds behind), or a failure. */
export type ResultFile = { is: 'file', body: Blob } | { is: 'not-yet' } | { is: 'failed' }

/**
 * Fetches the results of a lesson; of one that has `ended`, only when all of it is written. The token travels in a
 * header, so no address holds it. Never throws.
 */
export async function fetchResults (lesson: string, format: ResultFormat, ended: boolean, bearer: string, language: string, send: Fetch = (url, init) => fetch(url, init)): Promise<ResultFile> {
  try {
    const reply = await send(`/api/results/lessons/${encodeURIComponent(lesson)}/results.${format}${ended ? '?ended=1' : ''}`, { headers: { authorization: `Bearer ${bearer}`, 'accept-language': language } })
    if (reply.status === 404 || reply.status === 409) return { is: 'not-yet' }
    return reply.ok ? { is: 'file', body: await reply.blob() } : { is: 'failed' }
  } catch {
    return { is: 'failed' }
  }
}
