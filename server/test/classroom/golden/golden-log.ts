import type { SocketEvent } from '../../../classroom/events.ts'
import { createClassroom, fold } from '../../../classroom/lesson.ts'
import type { ClassroomState } from '../../../classroom/lesson.ts'

/** A recorded log: its events as JSON has them, and the digest of the state they fold to. */
export interface GoldenLog {
  /** The release that recorded it. */
  release: string
  seed: number
  digest: string
  /** How many events got each verdict: what the log covers. */
  verdicts: Record<string, number>
  events: unknown[]
}

/** JSON has no bytes: payloads stand as `{ bytes: […] }`. */
export function toJson (event: SocketEvent): unknown {
  return (event as unknown[]).map((field) => field instanceof Uint8Array ? { bytes: [...field] } : field)
}

function fromJson (event: unknown): SocketEvent {
  return (event as unknown[]).map((field) => isBytes(field) ? Uint8Array.from(field.bytes) : field) as unknown as SocketEvent
}

function isBytes (field: unknown): field is { bytes: number[] } {
  return typeof field === 'object' && field !== null && 'bytes' in field
}

/** Folds the events of a golden log, at positions 1024 apart as they were recorded. */
export function foldGolden (events: unknown[]): { state: ClassroomState, verdicts: Record<string, number> } {
  const state = createClassroom()
  const verdicts: Record<string, number> = {}
  events.forEach((event, i) => {
    const { verdict } = fold(state, fromJson(event), (i + 1) * 1024)
    verdicts[verdict] = (verdicts[verdict] ?? 0) + 1
  })
  return { state, verdicts }
}
