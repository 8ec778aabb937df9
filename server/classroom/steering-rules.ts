import type { AskedQuestion } from './asked-question.ts'
import { Kept } from './answers.ts'
import { Kind } from './events.ts'
import type { Accept, Again, Ask, Close, End, Excuse, Extend, Factor, Hold, Nickname, Quiz, Remove, Reveal, Set as SetEvent, Show, Skip, Take } from './events.ts'
import { LESSON_MAX_MS, LIMITS } from './limits.ts'
import type { Lesson } from './live-lesson.ts'
import { Phase, Seat, Verdict } from './model.ts'
import { isNickname } from './nickname.ts'
import { checkParticipant, closeDue } from './rules.ts'

/** The events that move the quiz. Each names the position it was based on. */
export type Steering = End | Ask | Extend | Close | Reveal | Again | Show | Skip
/** Everything that only a teacher can do. */
export type TeacherEvent = Steering | Accept | SetEvent | Factor | Take | Hold | Quiz | Remove | Nickname | Excuse

/** `by` of an event that a relay made itself. */
const RELAY = -1

const STEERING = new Set<number>([Kind.end, Kind.ask, Kind.extend, Kind.close, Kind.reveal, Kind.again, Kind.show, Kind.skip])

function isSteering (event: TeacherEvent): event is Steering {
  return STEERING.has(event[0])
}

/**
 * The verdict on a teacher's event, or on one that a relay made itself. Only who controls may move the
 * quiz or change it for another; taking the control, people and settings are any teacher's. A step is
 * stale when another steering event stands after the position it was based on.
 */
export function checkSteer (lesson: Lesson, event: TeacherEvent): Verdict {
  const by = event[4]
  if (by === RELAY) return checkRelayMade(lesson, event)
  const allowed = checkParticipant(lesson, by)
  if (allowed !== Verdict.accepted) return allowed
  if (!lesson.isTeacher(by)) return Verdict.notAllowed
  if (!isSteering(event)) return checkManaging(lesson, event)
  if (by !== lesson.controller) return Verdict.notController
  if (event[5] < lesson.steered) return Verdict.stale
  return checkStep(lesson, event)
}

/** Relays close a question when its time is over and end a lesson that is too old, each of them: only the first counts. */
function checkRelayMade (lesson: Lesson, event: TeacherEvent): Verdict {
  const at = event[2]
  if (event[0] === Kind.end) return at >= lesson.openedAt + LESSON_MAX_MS ? Verdict.accepted : Verdict.wrongPhase
  if (event[0] !== Kind.close) return Verdict.unknownParticipant
  const [, , , , , , no, round] = event
  const asked = lesson.questions[no]
  if (asked?.rounds[round] === undefined) return Verdict.unknownQuestion
  if (!lesson.isOpen || no !== lesson.no || round !== lesson.round) return Verdict.duplicate
  return at >= closeDue(lesson) ? Verdict.accepted : Verdict.wrongPhase
}

function checkStep (lesson: Lesson, event: Steering): Verdict {
  const { current } = lesson
  switch (event[0]) {
    case Kind.end: return Verdict.accepted
    case Kind.show: return current === null ? Verdict.wrongPhase : Verdict.accepted
    case Kind.ask:
      if (lesson.isOpen) return Verdict.wrongPhase
      return lesson.questions.length < LIMITS.questions ? Verdict.accepted : Verdict.full
    case Kind.extend: return checkPhase(current, event[6], Phase.open)
    case Kind.close: return event[7] === lesson.round ? checkPhase(current, event[6], Phase.open) : Verdict.unknownQuestion
    case Kind.reveal: return checkPhase(current, event[6], Phase.closed)
    case Kind.again: {
      const verdict = checkPhase(current, event[6], Phase.closed, Phase.revealed)
      return verdict === Verdict.accepted && lesson.round + 1 >= LIMITS.rounds ? Verdict.full : verdict
    }
    case Kind.skip: return checkPhase(current, event[6], Phase.open, Phase.closed)
  }
}

/** Whether question `no` is the current one and stands in one of `phases`. */
function checkPhase (current: AskedQuestion | null, no: number, ...phases: Phase[]): Verdict {
  if (current?.no !== no) return Verdict.unknownQuestion
  return phases.includes(current.phase) ? Verdict.accepted : Verdict.wrongPhase
}

function checkManaging (lesson: Lesson, event: Exclude<TeacherEvent, Steering>): Verdict {
  switch (event[0]) {
    case Kind.take:
    case Kind.set: return Verdict.accepted
    case Kind.hold: return event[5] === Seat.console || event[5] === Seat.remote ? Verdict.accepted : Verdict.notAllowed
    case Kind.quiz: return event[4] === lesson.controller ? Verdict.accepted : Verdict.notController
    case Kind.factor: return lesson.people.has(event[5]) ? Verdict.accepted : Verdict.unknownParticipant
    case Kind.remove: return checkRemove(lesson, event)
    case Kind.nickname: return checkNickname(lesson, event)
    case Kind.excuse: return checkExcuse(lesson, event)
    case Kind.accept: return checkAccept(lesson, event)
  }
}

function checkRemove (lesson: Lesson, [, , , , by, target]: Remove): Verdict {
  if (!lesson.people.has(target)) return Verdict.unknownParticipant
  return target === by || target === lesson.controller ? Verdict.notAllowed : Verdict.accepted
}

/** A nickname that is none, or that another has, was refused by the relay; here two teachers were quick (rule Q15). */
function checkNickname ({ people }: Lesson, [, , , , , target, nickname]: Nickname): Verdict {
  if (!people.has(target) || people.isTeacher(target)) return Verdict.unknownParticipant
  return nickname === '' || (isNickname(nickname) && !people.isNicknameOfAnother(nickname, target)) ? Verdict.accepted : Verdict.notAllowed
}

/** Draws are the controlling teacher's, so is who is left out of them. */
function checkExcuse ({ people, controller }: Lesson, [, , , , by, target]: Excuse): Verdict {
  if (by !== controller) return Verdict.notController
  return people.has(target) && !people.isTeacher(target) ? Verdict.accepted : Verdict.unknownParticipant
}

/** Nothing to accept is no mistake: another console was quicker. */
function checkAccept (lesson: Lesson, [, , , , , no, round, target]: Accept): Verdict {
  const asked = lesson.questions[no]
  const answers = asked?.rounds[round]?.answers
  if (asked === undefined || answers === undefined) return Verdict.unknownQuestion
  if (asked.phase === Phase.skipped) return Verdict.wrongPhase
  if (target === -1) return Verdict.accepted
  if (!lesson.people.has(target)) return Verdict.unknownParticipant
  return answers.keptOf(target) === Kept.late ? Verdict.accepted : Verdict.duplicate
}
