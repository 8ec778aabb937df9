/** What a student's phone received, on average, in application bytes. */
export interface Traffic {
  /** Because something happened: entering, questions, reveals, verdicts, views after a sleep, in the whole lesson. */
  eventBytes: number
  /** By the clock (counts, bars, beats) while a question of 30 s was open. */
  questionBytes: number
  /** By the clock in a second without a question. */
  idleBytesPerSecond: number
}

const HOUR_S = 3600
/** The lesson of DESIGN section 10: 20 questions of 30 s in an hour. */
const LESSON = { questions: 20, seconds: 30 }

/**
 * Bytes of the hour that the design speaks of. A lesson that is played fast holds all that happens, but less of
 * what comes by the clock: that is counted at its own pace, once with a question and once without, and taken as
 * often as the hour has it.
 */
export function bytesAnHour ({ eventBytes, questionBytes, idleBytesPerSecond }: Traffic): number {
  const { questions, seconds } = LESSON
  return eventBytes + questions * questionBytes + (HOUR_S - questions * seconds) * idleBytesPerSecond
}

/** How far values lie apart: the largest distance from the middle of the smallest and the largest, in percent of it. */
export function deviation (values: number[]): number {
  const least = Math.min(...values)
  const most = Math.max(...values)
  const middle = (least + most) / 2
  return middle === 0 ? 0 : (most - middle) * 100 / middle
}
