import { createContext } from 'svelte'
import { consoleWords } from './words.ts'
import { Asks } from './asks.svelte.ts'
import { Board } from '../board/board.svelte.ts'
import type { ConsoleRoom } from './console-room.ts'
import { browserStore } from '../storage.ts'
import { language } from '../messages/language.svelte.ts'
import { LessonQuiz } from './lesson-quiz.svelte.ts'
import { Lesson } from './lesson.svelte.ts'
import { Library } from './library.svelte.ts'
import { Notices } from './notices.svelte.ts'
import { quizzesApi } from './quizzes-api.ts'
import { Naming } from './naming.svelte.ts'
import { Pairing } from './pairing.svelte.ts'
import { ResultsDoor } from './results/results-door.svelte.ts'
import type { FailureCode } from './quizzes-api.ts'

/** What every part of the console works with. */
export interface ConsoleContext {
  room: ConsoleRoom
  lesson: Lesson
  quiz: LessonQuiz
  library: Library
  notices: Notices
  asks: Asks
  naming: Naming
  pairing: Pairing
  /** Null where the class is only tried out: that has none. */
  results: ResultsDoor | null
  board: Board
}

export const [getConsole, setConsole] = createContext<ConsoleContext>()

/** Joins the parts of the console to a room; `tried`: nothing of it is kept. */
export function makeConsole (room: ConsoleRoom, tried: boolean): ConsoleContext {
  const notices = new Notices()
  const store = browserStore(() => sessionStorage)
  const api = quizzesApi(() => room.entry.bearer ?? '', () => language.code)
  const quiz = new LessonQuiz(api, store, room.entry.classCode)
  const library = new Library(api, store, quiz, (why, again) => {
    notices.fail(failureWords(why), again === null ? null : { label: consoleWords().toast.retry, run: again })
  })
  const lesson = new Lesson(room, quiz, room.entry.title, (why) => { notices.fail(consoleWords().refused[why]) })
  return { room, lesson, quiz, library, notices, asks: new Asks(), naming: new Naming(), board: new Board(room), pairing: new Pairing(() => room.pass, () => language.code), results: tried ? null : new ResultsDoor() }
}

/** Why a call of the quiz interface failed, in words. */
export function failureWords (why: FailureCode): string {
  const { http } = consoleWords()
  return why in http ? http[why as keyof typeof http] : http.other
}
