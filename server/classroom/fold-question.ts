import { AskedQuestion } from './asked-question.ts'
import { Changed } from './changed.ts'
import { Kind } from './events.ts'
import type { Again, Ask, Close, Extend, Hold, Quiz, Reveal, Set as SetEvent, Show, Skip, Take } from './events.ts'
import type { Lesson } from './live-lesson.ts'
import { Phase, Seat, Setting, Showing } from './model.ts'
import { Stage } from './tool-model.ts'
import { scoreQuestion, withdrawScores } from './ranking.ts'

/** Events that were judged before: each only changes the lesson and says which views may differ. */
type Step = Ask | Extend | Close | Reveal | Again | Show | Skip

/** What a new round changes. Showing the leaderboard ends with it. */
const OPENING = Changed.clock | Changed.progress | Changed.tally | Changed.reveal | Changed.board | Changed.asked | Changed.lates |
  Changed.people | Changed.own | Changed.scores

export function applyStep (lesson: Lesson, event: Step, position: number): number {
  lesson.steered = position
  if (event[0] === Kind.ask) return Changed.steering | ask(lesson, event)
  // Every other step needs a question; the rules have seen to it.
  const asked = lesson.current as AskedQuestion
  const at = event[2]
  switch (event[0]) {
    case Kind.extend:
      asked.last.limit = event[7]
      return Changed.steering | Changed.clock | Changed.lates
    case Kind.close:
      asked.phase = Phase.closed
      asked.last.closedAt = at
      return Changed.steering | Changed.clock | Changed.asked | Changed.lates
    case Kind.reveal:
      asked.phase = Phase.revealed
      scoreQuestion(lesson, asked)
      return Changed.steering | Changed.clock | Changed.reveal | Changed.asked | Changed.lates | Changed.board | Changed.people | Changed.scores
    case Kind.again:
      withdrawScores(lesson, asked)
      asked.openRound(at, lesson.size)
      lesson.showing = Showing.question
      return Changed.steering | OPENING | clearStage(lesson)
    case Kind.skip:
      if (asked.phase === Phase.open) asked.last.closedAt = at
      asked.phase = Phase.skipped
      return Changed.steering | Changed.clock | Changed.asked | Changed.lates
    case Kind.show:
      lesson.showing = event[6]
      return Changed.steering | Changed.clock | Changed.board
  }
}

function ask (lesson: Lesson, [, , at, , , , index, total, quizId, question]: Ask): number {
  const asked = new AskedQuestion(lesson.questions.length, index, total, quizId, question)
  asked.openRound(at, lesson.size)
  lesson.questions.push(asked)
  lesson.showing = Showing.question
  return OPENING | Changed.question | clearStage(lesson)
}

/** A question that opens takes the wall back. */
function clearStage ({ tools }: Lesson): number {
  if (tools.stage === Stage.lesson) return 0
  tools.stage = Stage.lesson
  return Changed.widgets
}

export function applySet (lesson: Lesson, [, , , , , setting, value]: SetEvent): number {
  switch (setting) {
    case Setting.locked: lesson.locked = value; break
    case Setting.namesHidden: lesson.namesHidden = value; break
    case Setting.blank: lesson.blank = value; break
  }
  return Changed.lesson | Changed.board | Changed.draw | Changed.wall | Changed.own
}

/** Whoever takes the control takes it to a console. */
export function applyTake (lesson: Lesson, [, , , , by]: Take, position: number): number {
  return hand(lesson, by, Seat.console, position)
}

export function applyHold (lesson: Lesson, [, , , , by, seat]: Hold, position: number): number {
  return hand(lesson, by, seat, position)
}

/** What the device before still had on its way is stale (rule Q3). */
function hand (lesson: Lesson, by: number, seat: Seat, position: number): number {
  if (lesson.hand !== seat) lesson.steered = position
  lesson.controller = by
  lesson.hand = seat
  return Changed.steering | Changed.counts
}

export function applyQuiz (lesson: Lesson, [, , , , , id, title, total]: Quiz): number {
  lesson.quiz = { id, title, total }
  return Changed.steering
}
