import type { Question } from '../../../server/classroom/model.ts'
import type { ImportNote, ImportReply, Quiz, QuizBody } from '../../../server/wire/api.ts'
import type { Store } from '../storage.ts'
import { blankQuestion, moveRow, quizIssues, unfinished } from './editor-model.ts'
import { placeOf } from './import-words.ts'
import { ApiFailure } from './quizzes-api.ts'
import type { FailureCode, QuizzesApi } from './quizzes-api.ts'

/** Where a quiz stands between the screen and the server. */
export type Saving =
  | { is: 'saved', at: number }
  | { is: 'dirty' }
  | { is: 'saving' }
  | { is: 'unfinished', at: number[] }
  | { is: 'failed', why: FailureCode }

/** A change is stored this long after the last key (ms). */
const SAVE_AFTER = 700

/** What the tab keeps of a quiz that the server has not. */
interface Draft extends QuizBody {
  base: number
}

const draftKey = (id: string) => `lectern.draft.${id}`

/** A quiz under the teacher's hands: stored by itself a moment after each change, kept in the tab until then. */
export class EditedQuiz {
  readonly id: string
  readonly #api: QuizzesApi
  readonly #store: Store
  readonly #saved: (quiz: Quiz) => void
  body: QuizBody = $state.raw({ title: '', questions: [] })
  selected = $state(0)
  saving: Saving = $state.raw({ is: 'dirty' })
  /** What the import that made this quiz left out or bent. */
  report: ImportReply | null = $state.raw(null)
  /** Notes whose questions were put in after all. */
  repaired: readonly ImportNote[] = $state.raw([])
  /** The version of the server's that the changes are made on. */
  #base: number
  #revision = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  /** `saved` hears of every version that the server has taken. */
  constructor (quiz: Quiz, api: QuizzesApi, store: Store, saved: (quiz: Quiz) => void) {
    this.id = quiz.id
    this.#api = api
    this.#store = store
    this.#saved = saved
    this.body = { title: quiz.title, questions: quiz.questions }
    this.saving = { is: 'saved', at: quiz.updatedAt }
    this.#base = quiz.updatedAt
    this.#restoreDraft()
  }

  get question (): Question | undefined {
    return this.body.questions[this.selected]
  }

  /** Whether leaving now would lose what only this tab has. */
  unsaved = $derived(this.saving.is !== 'saved')

  rename (title: string): void {
    this.#change({ ...this.body, title })
  }

  /** Replaces the selected question. */
  edit (question: Question): void {
    this.#change({ ...this.body, questions: this.body.questions.with(this.selected, question) })
  }

  add (question: Question = blankQuestion('single')): void {
    this.insert(this.body.questions.length, question)
  }

  insert (at: number, question: Question): void {
    this.#change({ ...this.body, questions: this.body.questions.toSpliced(at, 0, question) })
    this.selected = at
  }

  /** Puts in what the report offers in place of a question that was left out. */
  repair (note: ImportNote): void {
    const { instead = [] } = note
    if (instead.length === 0 || this.repaired.includes(note)) return
    const at = Math.min(placeOf(note, this.repaired), this.body.questions.length)
    this.repaired = [...this.repaired, note]
    this.#change({ ...this.body, questions: this.body.questions.toSpliced(at, 0, ...instead) })
    this.selected = at
  }

  duplicate (): void {
    const question = this.question
    if (question !== undefined) this.insert(this.selected + 1, question)
  }

  /** Takes the selected question out and returns it with its place. */
  remove (): { at: number, question: Question } | null {
    const question = this.question
    if (question === undefined) return null
    const at = this.selected
    this.#change({ ...this.body, questions: this.body.questions.toSpliced(at, 1) })
    this.selected = Math.max(0, Math.min(at, this.body.questions.length - 1))
    return { at, question }
  }

  move (by: -1 | 1): void {
    const to = this.selected + by
    if (to < 0 || to >= this.body.questions.length) return
    this.#change({ ...this.body, questions: moveRow(this.body.questions, this.selected, by) })
    this.selected = to
  }

  /** Stores now what is not stored; resolves when the server has it, or with what keeps it from being stored. */
  async save (): Promise<Saving> {
    clearTimeout(this.#timer)
    if (this.saving.is === 'saved') return this.saving
    const at = unfinished(this.body)
    if (at.length > 0 || Object.keys(quizIssues(this.body)).length > 0) return this.#is({ is: 'unfinished', at })
    const revision = this.#revision
    this.#is({ is: 'saving' })
    try {
      const quiz = await this.#api.replace(this.id, { ...this.body, title: this.body.title.trim() })
      this.#base = quiz.updatedAt
      this.#saved({ ...quiz, id: this.id })
      if (revision !== this.#revision) {
        this.#is({ is: 'dirty' })
        return await this.save()
      }
      this.#store.remove(draftKey(this.id))
      return this.#is({ is: 'saved', at: Date.now() })
    } catch (error) {
      return this.#is({ is: 'failed', why: error instanceof ApiFailure ? error.code : 'internal' })
    }
  }

  #is (saving: Saving): Saving {
    this.saving = saving
    return saving
  }

  #change (body: QuizBody): void {
    this.body = body
    this.#revision += 1
    this.#store.write(draftKey(this.id), { ...body, base: this.#base } satisfies Draft)
    if (this.saving.is === 'saving') return
    this.saving = { is: 'dirty' }
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => { void this.save() }, SAVE_AFTER)
  }

  // An unfinished question is not stored on the server; a reload must not lose it. Changes made on an
  // older version than the server's must not undo what was stored since.
  #restoreDraft (): void {
    const draft = this.#store.read(draftKey(this.id)) as Draft | null
    if (draft === null || draft.base !== this.#base) return
    this.#change({ title: draft.title, questions: draft.questions })
  }

  /** Stops the clock of a quiz that is no longer on the screen. */
  close (): void {
    clearTimeout(this.#timer)
  }
}
