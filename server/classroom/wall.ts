import type { AskedQuestion } from './asked-question.ts'
import type { Lesson } from './live-lesson.ts'
import { Outcome, Showing } from './model.ts'
import { bestOf, isRanking, rankOf } from './ranking.ts'
import { shownName } from './views.ts'

/** What only the projector shows, as the wire has it without the leading kind. */

/** Whether the teacher covers the wall. */
export function coverPart ({ blank }: Lesson): [boolean] {
  return [blank]
}

const PODIUM_ROWS = 5
/** Bubbles of a podium row: a wall has room for three lines of them. */
const BUBBLES = 27

export type PodiumRow = [rank: number, name: string, score: number, right: boolean[]]

/**
 * The five best, by the name that everyone may see, with a bubble for each of the last scored questions; how
 * many took part, and how many of a hundred answers were right. Null unless the teacher shows the leaderboard.
 */
export function podiumPart (lesson: Lesson): [PodiumRow[], number, number] | null {
  if (lesson.showing !== Showing.leaderboard || !isRanking(lesson)) return null
  const scored = lesson.questions.filter((asked) => asked.scored !== null && !asked.isSurvey)
  const bubbles = scored.slice(-BUBBLES)
  const rows = bestOf(lesson, PODIUM_ROWS).map((who): PodiumRow => [
    rankOf(lesson, who), shownName(lesson, who), lesson.people.totalOf(who), bubbles.map((asked) => asked.outcomeOf(who) === Outcome.right)
  ])
  return [rows, lesson.people.ranked, rightPercent(scored)]
}

function rightPercent (scored: AskedQuestion[]): number {
  let answered = 0
  let right = 0
  for (const { last: { answers } } of scored) {
    answered += answers.answered
    right += answers.right
  }
  return answered === 0 ? 0 : Math.round(100 * right / answered)
}
