import type { Lesson } from './live-lesson.ts'

/**
 * Who can be drawn now: students who are here, with `unanswered` those alone whose answer to the current question is
 * missing. `excused` is how many of them the teacher keeps out of draws; they are not in `pool`.
 */
export function drawPool ({ people, current }: Lesson, isHere: (key: string) => boolean, unanswered: boolean): { pool: number[], excused: number } {
  const pool: number[] = []
  let excused = 0
  for (let who = 0; who < people.size; who++) {
    if (!people.isRanked(who) || people.hasLeft(who) || !isHere(people.keyOf(who))) continue
    if (unanswered && current?.last.answers.counting(who) === true) continue
    if (people.isExcused(who)) excused++
    else pool.push(who)
  }
  return { pool, excused }
}
