import type { AskedQuestion } from './asked-question.ts'
import { Kept } from './answers.ts'
import type { Lesson } from './live-lesson.ts'
import { Outcome } from './model.ts'
import { pointsFor } from './scoring.ts'

/** Gives everyone the points of the last round of a question. */
export function scoreQuestion (lesson: Lesson, asked: AskedQuestion): void {
  asked.scored = { points: new Uint16Array(lesson.size), outcomes: new Uint8Array(lesson.size) }
  for (let who = 0; who < lesson.size; who++) scorePerson(lesson, asked, who)
  refreshTotals(lesson)
}

/** Gives one person the points of a revealed question again, in the place of the former ones. */
export function scorePerson (lesson: Lesson, asked: AskedQuestion, who: number): void {
  const { scored } = asked
  if (scored === null) return
  const points = pointsOf(lesson, asked, who)
  lesson.people.addPoints(who, points - (scored.points[who] as number))
  scored.points[who] = points
  scored.outcomes[who] = outcomeOf(lesson, asked, who)
}

/** Takes the points of a question back: it is asked again, and only the last round counts. */
export function withdrawScores (lesson: Lesson, asked: AskedQuestion): void {
  for (let who = 0; who < lesson.size; who++) lesson.people.addPoints(who, -asked.pointsOf(who))
  asked.scored = null
  refreshTotals(lesson)
}

/** Sorts the totals again. Who joins later has 0 points and is behind everyone, so joins need none of it. */
export function refreshTotals (lesson: Lesson): void {
  const totals: number[] = []
  for (let who = 0; who < lesson.size; who++) {
    if (lesson.people.isRanked(who)) totals.push(lesson.people.totalOf(who))
  }
  lesson.totals = Uint32Array.from(totals).sort()
}

/** Whether any points were given yet. */
export function isRanking (lesson: Lesson): boolean {
  return lesson.questions.some((asked) => asked.scored !== null && !asked.isSurvey)
}

/** Rank by total score from 1; equal scores share a rank. 0 for who has none, or while nothing is ranked. */
export function rankOf (lesson: Lesson, who: number): number {
  if (!lesson.people.isRanked(who) || !isRanking(lesson)) return 0
  return 1 + countAbove(lesson.totals, lesson.people.totalOf(who))
}

/** Tells anybody's rank as it was before `asked` gave its points; null where nothing was ranked then. */
export function rankBefore (lesson: Lesson, asked: AskedQuestion): ((who: number) => number) | null {
  if (!lesson.questions.some((other) => other !== asked && other.scored !== null && !other.isSurvey)) return null
  const { people } = lesson
  const before = (who: number): number => people.totalOf(who) - asked.pointsOf(who)
  const totals: number[] = []
  for (let who = 0; who < people.size; who++) {
    if (people.isRanked(who)) totals.push(before(who))
  }
  const ascending = Uint32Array.from(totals).sort()
  return (who) => 1 + countAbove(ascending, before(who))
}

/** How many scored questions in a row, up to the last revealed one, `who` had right. Surveys and skipped questions neither help nor hurt. */
export function streakOf (lesson: Lesson, who: number): number {
  let streak = 0
  for (let no = lesson.no; no >= 0; no--) {
    const asked = lesson.questions[no] as AskedQuestion
    if (asked.scored === null || asked.isSurvey) continue
    if (asked.outcomeOf(who) !== Outcome.right) break
    streak++
  }
  return streak
}

/** The `limit` best, best first; of equals who joined earlier. */
export function bestOf (lesson: Lesson, limit: number): number[] {
  const { people, totals } = lesson
  const threshold = totals[Math.max(0, totals.length - limit)] ?? 0
  const above: number[] = []
  const equal: number[] = []
  for (let who = 0; who < people.size; who++) {
    if (!people.isRanked(who)) continue
    const total = people.totalOf(who)
    if (total > threshold) above.push(who)
    else if (total === threshold && equal.length < limit) equal.push(who)
  }
  above.sort((a, b) => people.totalOf(b) - people.totalOf(a) || a - b)
  return [...above, ...equal].slice(0, limit)
}

function countAbove (ascending: Uint32Array, total: number): number {
  let low = 0
  let high = ascending.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ascending[middle] as number) <= total) low = middle + 1
    else high = middle
  }
  return ascending.length - low
}

function pointsOf (lesson: Lesson, asked: AskedQuestion, who: number): number {
  const { answers, limit } = asked.last
  const given = answers.given(who)
  if (given === null || !answers.isRight(who)) return 0
  return pointsFor(asked.question, given.at - answers.openedAt, limit * lesson.people.factorOf(who))
}

function outcomeOf (lesson: Lesson, asked: AskedQuestion, who: number): Outcome {
  const { answers, closedAt } = asked.last
  const kept = answers.keptOf(who)
  if (kept === Kept.late) return Outcome.late
  if (kept === Kept.none) {
    // Who came after the close had nothing to miss.
    return lesson.isTeacher(who) || lesson.people.joinedAt(who) > closedAt ? Outcome.none : Outcome.missed
  }
  if (asked.isSurvey) return Outcome.survey
  return answers.isRight(who) ? Outcome.right : Outcome.wrong
}
