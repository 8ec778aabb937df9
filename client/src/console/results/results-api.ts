import type { ExportFormat } from '../../../../server/wire/api.ts'
import type { DeletionProof, ErasureProof, LessonExtras, LessonList, LessonResult, StudentPage, StudentResult } from '../../../../server/wire/results.ts'
import { asker, fileOf } from '../quizzes-api.ts'
import type { Fetch } from '../quizzes-api.ts'

/** The result routes of the sidecar, with the teacher's bearer token. Every call throws `ApiFailure`. */
export interface ResultsApi {
  /** Lessons opened before `before` (ms; 0: any), the newest first. */
  list (before: number, synthetic: boolean): Promise<LessonList>
  lesson (id: string): Promise<LessonResult>
  /** Students after the index `after` (-1: from the first). */
  students (id: string, after: number): Promise<StudentPage>
  student (id: string, who: number): Promise<StudentResult>
  extras (id: string): Promise<LessonExtras>
  erase (id: string, who: number): Promise<ErasureProof>
  remove (id: string): Promise<DeletionProof>
  /** What was asked, as a quiz file. */
  quizFile (id: string, format: ExportFormat): Promise<File>
}

/** A client of the result routes; `bearer` and `language` are asked at each call. */
export function resultsApi (bearer: () => string, language: () => string, send: Fetch = (url, init) => fetch(url, init)): ResultsApi {
  const ask = asker('/api/results/lessons', bearer, language, send)
  const of = (id: string): string => `/${encodeURIComponent(id)}`
  const read = async <T> (path: string): Promise<T> => await (await ask('GET', path)).json() as T
  return {
    list: (before, synthetic) => read(`?${new URLSearchParams({ before: String(before), synthetic: synthetic ? '1' : '0' })}`),
    lesson: (id) => read(of(id)),
    students: (id, after) => read(`${of(id)}/students${after < 0 ? '' : `?after=${after}`}`),
    student: (id, who) => read(`${of(id)}/students/${who}`),
    extras: (id) => read(`${of(id)}/extras`),
    erase: async (id, who) => await (await ask('POST', `${of(id)}/erase`, JSON.stringify({ who }), 'application/json')).json() as ErasureProof,
    remove: async (id) => await (await ask('DELETE', of(id))).json() as DeletionProof,
    quizFile: async (id, format) => await fileOf(await ask('GET', `${of(id)}/quiz?${new URLSearchParams({ format })}`))
  }
}
