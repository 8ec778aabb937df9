import type { ExportFormat, ImportFormat, QuizSummary } from '../../../server/wire/api.ts'
import type { Store } from '../storage.ts'
import { EditedQuiz } from './edited-quiz.svelte.ts'
import type { LessonQuiz } from './lesson-quiz.svelte.ts'
import { ApiFailure } from './quizzes-api.ts'
import type { FailureCode, QuizzesApi } from './quizzes-api.ts'

/** The teacher's quizzes, and the one that is being edited. */
export class Library {
  readonly #api: QuizzesApi
  readonly #store: Store
  readonly #lessonQuiz: LessonQuiz
  readonly #failed: (why: FailureCode, again: (() => void) | null) => void
  /** Newest first; null until they are here. */
  quizzes: QuizSummary[] | null = $state.raw(null)
  failure: FailureCode | null = $state(null)
  edited: EditedQuiz | null = $state.raw(null)
  /** What is being fetched or read now: a file's name, or '' for a quiz. */
  busy: string | null = $state(null)

  /** `failed` hears why a call failed and, where that helps, how to try again. */
  constructor (api: QuizzesApi, store: Store, lessonQuiz: LessonQuiz, failed: (why: FailureCode, again: (() => void) | null) => void) {
    this.#api = api
    this.#store = store
    this.#lessonQuiz = lessonQuiz
    this.#failed = failed
  }

  async refresh (): Promise<void> {
    try {
      const quizzes = await this.#api.list()
      this.quizzes = quizzes.toSorted((a, b) => b.updatedAt - a.updatedAt)
      this.failure = null
    } catch (error) {
      this.failure = codeOf(error)
    }
  }

  async edit (id: string): Promise<void> {
    await this.#try('', async () => {
      this.#open(new EditedQuiz(await this.#api.read(id), this.#api, this.#store, this.#stored))
    }, () => { void this.edit(id) })
  }

  async create (title: string): Promise<void> {
    await this.#try('', async () => {
      const quiz = await this.#api.create({ title, questions: [] })
      this.#open(new EditedQuiz(quiz, this.#api, this.#store, this.#stored))
      await this.refresh()
    }, () => { void this.create(title) })
  }

  async remove (id: string): Promise<void> {
    await this.#try('', async () => {
      await this.#api.remove(id)
      if (this.edited?.id === id) this.leave()
      this.#lessonQuiz.refresh(id, null)
      await this.refresh()
    }, () => { void this.remove(id) })
  }

  /** Reads a quiz file into a quiz of its own and opens it with the report of what was left out. */
  async importFile (file: File, format: ImportFormat): Promise<void> {
    await this.#try(file.name, async () => {
      const report = await this.#api.importFile(file, file.name, format)
      const { id, title, questions } = report
      const quiz = id === '' ? await this.#api.create({ title, questions }) : { id, title, questions, updatedAt: Date.now() }
      const edited = new EditedQuiz(quiz, this.#api, this.#store, this.#stored)
      edited.report = { ...report, title: file.name }
      this.#open(edited)
      await this.refresh()
    }, () => { void this.importFile(file, format) })
  }

  /** The edited quiz as a file, stored before; null where that failed, which is told. */
  async exportFile (edited: EditedQuiz, format: ExportFormat): Promise<File | null> {
    let file: File | null = null
    await this.#try('', async () => {
      const { is } = await edited.save()
      if (is === 'saved') file = await this.#api.exportFile(edited.id, format)
    }, () => {})
    return file
  }

  /** Back to all quizzes. */
  leave (): void {
    this.edited?.close()
    this.edited = null
  }

  #open (edited: EditedQuiz): void {
    this.edited?.close()
    this.edited = edited
  }

  readonly #stored = (quiz: Parameters<LessonQuiz['refresh']>[1] & object): void => {
    this.#lessonQuiz.refresh(quiz.id, quiz)
    void this.refresh()
  }

  async #try (name: string, run: () => Promise<void>, again: () => void): Promise<void> {
    this.busy = name
    try {
      await run()
    } catch (error) {
      const code = codeOf(error)
      this.#failed(code, code === 'unreachable' || code === 'internal' || code === 'unavailable' ? again : null)
    } finally {
      this.busy = null
    }
  }
}

function codeOf (error: unknown): FailureCode {
  return error instanceof ApiFailure ? error.code : 'internal'
}
