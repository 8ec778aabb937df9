import { Changed } from './changed.ts'
import type { Accept, Excuse, Factor, Join, Leave, Nickname, Remove } from './events.ts'
import type { Lesson } from './live-lesson.ts'
import { Role, Verdict } from './model.ts'
import { refreshTotals, scorePerson } from './ranking.ts'
import type { AskedQuestion } from './asked-question.ts'
import { Kept } from './answers.ts'

/** Device of a command id. */
function deviceOf (id: number): number {
  return Math.floor(id / 2 ** 32)
}

/**
 * The verdict on a join. Who is known comes in at any time, in the role of the first join: a key has one
 * role in a lesson. A launch token is good for the device it came from first.
 */
export function checkJoin (lesson: Lesson, [, , , id, key, , , role, , , jti]: Join): Verdict {
  const who = lesson.indexOf(key)
  if (lesson.people.isRemoved(who)) return Verdict.removed
  const boundTo = lesson.tokens.get(jti)
  if (boundTo !== undefined && boundTo !== deviceOf(id)) return Verdict.tokenUsed
  if (who >= 0) return lesson.people.roleOf(who) === role ? Verdict.accepted : Verdict.notAllowed
  return lesson.locked && role === Role.student ? Verdict.locked : Verdict.accepted
}

/** Takes `key` in; afterwards it has an index. */
export function applyJoin (lesson: Lesson, [, , at, id, key, name, studentNumber, role, verified, factor, jti]: Join): number {
  const { people } = lesson
  if (jti !== '' && !lesson.synthetic) lesson.tokens.set(jti, deviceOf(id))
  const entry = { key, name, studentNumber, role, verified, factor, at }
  const who = people.indexOf(key)
  if (who < 0) {
    people.add(entry)
    return Changed.counts | Changed.people | Changed.own
  }
  if (!people.welcome(who, entry)) return Changed.own
  return Changed.counts | Changed.people | Changed.own | Changed.board | Changed.lates | Changed.steering | Changed.draw | Changed.wall | Changed.hands
}

export function applyLeave (lesson: Lesson, [, , , , by]: Leave): number {
  lesson.people.leave(by)
  return Changed.counts | Changed.people | Changed.hands
}

/** A removed participant's answers count no more in any round, and his score has no rank; letting him in again restores both. */
export function applyRemove (lesson: Lesson, [, , , , , target, removed]: Remove): number {
  if (lesson.people.isRemoved(target) === removed) return 0
  lesson.people.setRemoved(target, removed)
  for (const { rounds } of lesson.questions) {
    for (const { answers } of rounds) {
      if (answers.counting(target)) answers.tally(target, removed ? -1 : 1)
    }
  }
  refreshTotals(lesson)
  return Changed.counts | Changed.people | Changed.progress | Changed.tally | Changed.reveal | Changed.asked | Changed.lates |
    Changed.scores | Changed.board | Changed.hands | Changed.draw | Changed.wall
}

export function applyFactor (lesson: Lesson, [, , , , , target, factor]: Factor): number {
  lesson.people.setFactor(target, factor)
  return Changed.people | Changed.own | Changed.lates
}

export function applyNickname (lesson: Lesson, [, , , , , target, nickname]: Nickname): number {
  lesson.people.setNickname(target, nickname)
  return Changed.people | Changed.own | Changed.board | Changed.draw | Changed.wall
}

/** Whoever is drawn already stays drawn. */
export function applyExcuse (lesson: Lesson, [, , , , , target, excused]: Excuse): number {
  lesson.people.setExcused(target, excused)
  return Changed.people
}

/** Lets late answers count; those of a revealed question earn their points at once. */
export function applyAccept (lesson: Lesson, [, , , , , no, round, target]: Accept): number {
  const asked = lesson.questions[no] as AskedQuestion
  const { answers } = asked.rounds[round] as AskedQuestion['rounds'][number]
  const first = target === -1 ? 0 : target
  const last = target === -1 ? lesson.size - 1 : target
  for (let who = first; who <= last; who++) {
    if (answers.keptOf(who) !== Kept.late) continue
    answers.accept(who, !lesson.people.isRemoved(who))
    scorePerson(lesson, asked, who)
  }
  const changed = Changed.progress | Changed.tally | Changed.lates | Changed.people | Changed.own
  if (asked.scored === null) return changed
  refreshTotals(lesson)
  return changed | Changed.reveal | Changed.asked | Changed.scores | Changed.board
}
