import { digest } from '../../../classroom/digest.ts'
import type { SocketEvent } from '../../../classroom/events.ts'
import { createClassroom, fold } from '../../../classroom/lesson.ts'
import type { ClassroomState } from '../../../classroom/lesson.ts'
import { dice, randomLesson } from '../random-lesson.ts'
import { fromJson, toJson } from './plain-json.ts'

const SEED = 20261122
const STEPS = 500

/** A recorded log: its events as JSON has them, and the digest of the state they fold to. */
export interface GoldenLog {
  /** The release that recorded it. */
  release: string
  digest: string
  /** How many events got each verdict: what the log covers. */
  verdicts: Record<string, number>
  events: unknown[]
}

/** Records what a random lesson folds to in this release, as the text of a file: one event a line. */
export function record (release: string): string {
  const events = randomLesson(dice(SEED), STEPS).events.map(toJson)
  const { state, verdicts } = foldGolden(events)
  const head = JSON.stringify({ release, digest: digest(state), verdicts } satisfies Omit<GoldenLog, 'events'>, null, 2)
  return `${head.slice(0, -2)},\n  "events": [\n    ${events.map((event) => JSON.stringify(event)).join(',\n    ')}\n  ]\n}\n`
}

/** Folds the events of a golden log, at positions 1024 apart as they were recorded. */
export function foldGolden (events: unknown[]): { state: ClassroomState, verdicts: Record<string, number> } {
  const state = createClassroom()
  const verdicts: Record<string, number> = {}
  events.forEach((event, i) => {
    const { verdict } = fold(state, fromJson(event) as SocketEvent, (i + 1) * 1024)
    verdicts[verdict] = (verdicts[verdict] ?? 0) + 1
  })
  return { state, verdicts }
}
