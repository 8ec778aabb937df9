import type { RoomReply } from '../server/wire/api.ts'
import type { LessonList, LessonResult, StudentPage } from '../server/wire/results.ts'
import type { Entrance } from './swarm/way-in.ts'

/** A teacher's browser at the pages of results. Every call throws an Error where the server refuses. */
export class ResultsReader {
  readonly #root: string
  readonly #bearer: string

  private constructor (root: string, bearer: string) {
    this.#root = root
    this.#bearer = bearer
  }

  /** Comes in with a teacher's launch token. */
  static async enter ({ http: { host, port }, tokens: [token] }: Entrance): Promise<ResultsReader> {
    const root = `http://${host}:${port}`
    const reply = await fetch(`${root}/api/classrooms/getRealRoom`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ token }) })
    const { bearer = '' } = await reply.json() as RoomReply
    return new ResultsReader(`${root}/api/results/lessons`, bearer)
  }

  /** The load tests of his class. */
  async lessons (): Promise<LessonList> {
    return await this.#read('?synthetic=1')
  }

  /** All that the page of a lesson asks for: figures and questions, all students, draws and media. */
  async page (id: string): Promise<{ lesson: LessonResult, students: StudentPage['students'] }> {
    const lesson = await this.#read<LessonResult>(`/${id}`)
    const extras = this.#read(`/${id}/extras`)
    const students = []
    for (let after = -1; ;) {
      const page: StudentPage = await this.#read(`/${id}/students${after < 0 ? '' : `?after=${after}`}`)
      students.push(...page.students)
      if (page.next < 0) break
      after = page.next
    }
    await extras
    return { lesson, students }
  }

  /** Bytes of the workbook. */
  async workbook (id: string): Promise<number> {
    return (await (await this.#ask(`/${id}/results.xlsx`)).arrayBuffer()).byteLength
  }

  async #read<T> (path: string): Promise<T> {
    return await (await this.#ask(path)).json() as T
  }

  async #ask (path: string): Promise<Response> {
    const reply = await fetch(`${this.#root}${path}`, { headers: { authorization: `Bearer ${this.#bearer}` } })
    if (!reply.ok) throw new Error(`${path.replace(/^\/[^/]+/, '/…')} was answered with ${reply.status}`)
    return reply
  }
}
