import { Kind } from './events.ts'
import type { Open, SocketEvent, ToolEvent } from './events.ts'
import { isSocketEvent } from './event-shape.ts'
import { applyAnswer, judge } from './fold-answer.ts'
import { applyControl, checkControl } from './fold-control.ts'
import { applyAccept, applyExcuse, applyFactor, applyJoin, applyLeave, applyNickname, applyRemove, checkJoin } from './fold-people.ts'
import { applyHold, applyQuiz, applySet, applyStep, applyTake } from './fold-question.ts'
import { applyTool, checkTool, concernedByTool, isToolEvent } from './fold-tools.ts'
import { Changed } from './changed.ts'
import { LIMITS } from './limits.ts'
import { Lesson } from './live-lesson.ts'
import { Role, Verdict } from './model.ts'
import { rankOf } from './ranking.ts'
import { checkParticipant } from './rules.ts'
import { checkSteer } from './steering-rules.ts'

/** What is left of a lesson after its end, until the next one opens. Scores are the students'. */
export interface Ended {
  lesson: string
  title: string
  teacher: string
  openedAt: number
  /** How many students have a rank. */
  of: number
  scores: Map<string, { total: number, rank: number }>
}

/** The state of a class's `socket` lane. */
export interface ClassroomState {
  lesson: Lesson | null
  ended: Ended | null
}

/** What became of an event. */
export interface Folded {
  verdict: Verdict
  /** The command id; 0 of an event that a relay made itself. */
  id: number
  /** Index of who sent it, -1 if nobody is known by it. */
  who: number
  /** Key of who sent it, '' if nobody is known by it. */
  key: string
  /** Index of whom it concerns: the target if it has one, else the sender, or -1 for everyone. */
  person: number
  /** Where it stands and when it was received (ms); of a repeat, where and when the first did. */
  position: number
  at: number
  /** Whether the state took it in: false for repeats and whatever was refused. */
  applied: boolean
  /** Which views may differ now (flags of `Changed`). */
  changed: number
}

/** A class in which no lesson was opened yet. */
export function createClassroom (): ClassroomState {
  return { lesson: null, ended: null }
}

/**
 * Folds one event of the `socket` lane into the state: judges it wholly, then changes the state at once or
 * not at all. Never throws: an unreadable event changes nothing, nor does one of a lesson that is not live.
 * A command that was folded before changes nothing either and gets its first verdict again.
 */
export function fold (state: ClassroomState, event: SocketEvent, position: number): Folded {
  if (!isSocketEvent(event)) return { verdict: Verdict.unreadable, id: 0, who: -1, key: '', person: -1, position, at: 0, applied: false, changed: 0 }
  const [, lessonId, at, id] = event
  const key = event[0] === Kind.open || event[0] === Kind.join ? event[4] : ''
  const folded: Folded = { verdict: Verdict.notOpen, id, who: -1, key, person: -1, position, at, applied: false, changed: 0 }
  const { lesson } = state
  if (event[0] === Kind.open) return lesson === null ? open(state, event, folded) : openAgain(lesson, event, folded)
  return lesson?.id === lessonId ? foldLive(state, lesson, event, folded) : folded
}

const ALL = Object.values(Changed).reduce((flags, flag) => flags | flag, 0)

/** An `open` that comes again after its lesson has ended opens nothing. */
function open (state: ClassroomState, [, id, at, , key, teacher, title, synthetic]: Open, folded: Folded): Folded {
  if (state.ended?.lesson === id) return folded
  const lesson = new Lesson(id, at, teacher, title, synthetic, folded.position)
  folded.who = lesson.people.add({ key, name: teacher, studentNumber: '', role: Role.teacher, verified: false, factor: LIMITS.factorMin, at })
  folded.verdict = Verdict.accepted
  lesson.commands.remember(folded.who, folded.id, folded)
  state.lesson = lesson
  state.ended = null
  return { ...folded, applied: true, changed: ALL }
}

/** The first `open` wins; its own repeat is told so. */
function openAgain (lesson: Lesson, [, id, , , key]: Open, folded: Folded): Folded {
  if (lesson.id !== id) return { ...folded, verdict: Verdict.lessonRunning }
  const who = lesson.indexOf(key)
  return { ...folded, who, verdict: Verdict.duplicate, ...lesson.commands.recall(who, folded.id) }
}

/** An event of the live lesson but its `open`. */
type LiveEvent = Exclude<SocketEvent, Open>
/** One of the quiz and its people. */
type QuizEvent = Exclude<LiveEvent, ToolEvent>

function foldLive (state: ClassroomState, lesson: Lesson, event: LiveEvent, folded: Folded): Folded {
  folded.who = senderOf(lesson, event)
  if (folded.who >= 0) folded.key = lesson.keyOf(folded.who)
  folded.person = isToolEvent(event) ? concernedByTool(lesson, event) : concernedBy(event, folded.who)
  const first = lesson.commands.recall(folded.who, folded.id)
  if (first !== null) return { ...folded, ...first }
  folded.verdict = check(lesson, event)
  folded.applied = folded.verdict === Verdict.accepted || folded.verdict === Verdict.late
  if (folded.applied) {
    folded.changed = apply(state, lesson, event, folded)
    if (event[0] === Kind.join) folded.who = folded.person = lesson.indexOf(event[4])
  }
  if (folded.who >= 0) lesson.commands.remember(folded.who, folded.id, folded)
  return folded
}

function senderOf (lesson: Lesson, event: LiveEvent): number {
  if (event[0] === Kind.join) return lesson.indexOf(event[4])
  return lesson.people.has(event[4]) ? event[4] : -1
}

function concernedBy (event: QuizEvent, who: number): number {
  switch (event[0]) {
    case Kind.remove:
    case Kind.factor:
    case Kind.nickname:
    case Kind.excuse: return event[5]
    case Kind.accept: return event[7]
    case Kind.join:
    case Kind.leave:
    case Kind.answer: return who
    default: return -1
  }
}

function check (lesson: Lesson, event: LiveEvent): Verdict {
  if (isToolEvent(event)) return checkTool(lesson, event)
  switch (event[0]) {
    case Kind.join: return checkJoin(lesson, event)
    case Kind.leave: return checkParticipant(lesson, event[4])
    case Kind.answer: return judge(lesson, event)
    case Kind.control: return checkControl(lesson, event)
    default: return checkSteer(lesson, event)
  }
}

function apply (state: ClassroomState, lesson: Lesson, event: LiveEvent, { verdict, position }: Folded): number {
  if (isToolEvent(event)) return applyTool(lesson, event)
  switch (event[0]) {
    case Kind.end: return end(state, lesson)
    case Kind.join: return applyJoin(lesson, event)
    case Kind.leave: return applyLeave(lesson, event)
    case Kind.remove: return applyRemove(lesson, event)
    case Kind.factor: return applyFactor(lesson, event)
    case Kind.nickname: return applyNickname(lesson, event)
    case Kind.excuse: return applyExcuse(lesson, event)
    case Kind.accept: return applyAccept(lesson, event)
    case Kind.answer: return applyAnswer(lesson, event, verdict)
    case Kind.control: return applyControl(lesson, event)
    case Kind.set: return applySet(lesson, event)
    case Kind.take: return applyTake(lesson, event, position)
    case Kind.hold: return applyHold(lesson, event, position)
    case Kind.quiz: return applyQuiz(lesson, event)
    default: return applyStep(lesson, event, position)
  }
}

/** The lesson is over: of everything it held only the students' standings stay. */
function end (state: ClassroomState, lesson: Lesson): number {
  const { people } = lesson
  const scores: Ended['scores'] = new Map()
  for (let who = 0; who < lesson.size; who++) {
    if (people.isRanked(who)) scores.set(people.keyOf(who), { total: people.totalOf(who), rank: rankOf(lesson, who) })
  }
  state.ended = { lesson: lesson.id, title: lesson.title, teacher: lesson.teacher, openedAt: lesson.openedAt, of: people.ranked, scores }
  state.lesson = null
  return ALL
}
