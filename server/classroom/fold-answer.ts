import type { AskedQuestion } from './asked-question.ts'
import { Kept } from './answers.ts'
import { Changed } from './changed.ts'
import type { Answer } from './events.ts'
import type { Lesson } from './live-lesson.ts'
import { Verdict } from './model.ts'
import { judgeAnswer } from './rules.ts'

export function judge (lesson: Lesson, [, , at, , by, no, round, revision, value]: Answer): Verdict {
  return judgeAnswer(lesson, by, no, round, revision, value, at)
}

/** Stores an answer that was judged accepted or late. */
export function applyAnswer (lesson: Lesson, [, , at, , by, , , revision, value]: Answer, verdict: Verdict): number {
  const { answers } = (lesson.current as AskedQuestion).last
  const formerly = answers.keptOf(by)
  answers.put(by, { kept: verdict === Verdict.late ? Kept.late : Kept.counts, revision, value, at })
  if (verdict === Verdict.late) return Changed.lates | Changed.own
  const changed = Changed.progress | Changed.tally | Changed.people | Changed.own
  return formerly === Kept.late ? changed | Changed.lates : changed
}
