import { digestMedia } from '../../../classroom/digest.ts'
import { restoreMedia, saveMedia } from '../../../classroom/media-checkpoint.ts'
import type { MediaEvent } from '../../../classroom/media-events.ts'
import { createMedia, foldMedia } from '../../../classroom/media-lane.ts'
import type { MediaState } from '../../../classroom/media-lane.ts'
import { decode, encode } from '../../../wire/codec.ts'
import { dice } from '../random-lesson.ts'
import { RandomMedia } from '../random-media.ts'
import { fromJson, toJson } from './plain-json.ts'

const SEED = 20261130
const STEPS = 400

/** A recorded `media` lane of one class, and the digest of the state that it folds to. */
export interface GoldenMedia {
  /** The release that recorded it. */
  release: string
  digest: string
  /** How many verdicts of each kind there were: what the log covers. */
  verdicts: Record<string, number>
  /** What a checkpoint held after half of the events, in base64. */
  checkpoint: string
  /** At positions 1024 apart. */
  events: unknown[]
}

/** Records what random sharing and drawing folds to in this release, as the text of a file: one event a line. */
export function recordMedia (release: string): string {
  const events = new RandomMedia(dice(SEED), STEPS).events.map(toJson)
  const { state, verdicts } = foldMediaOf(events)
  const half = foldMediaOf(events.slice(0, STEPS / 2)).state
  const checkpoint = Buffer.from(encode(saveMedia(half))).toString('base64')
  const head = JSON.stringify({ release, digest: digestMedia(state), verdicts, checkpoint } satisfies Omit<GoldenMedia, 'events'>, null, 2)
  return `${head.slice(0, -2)},\n  "events": [\n    ${events.map((event) => JSON.stringify(event)).join(',\n    ')}\n  ]\n}\n`
}

export function foldMediaOf (events: unknown[], state = createMedia(), from = 0): { state: MediaState, verdicts: Record<string, number> } {
  const verdicts: Record<string, number> = {}
  for (const [i, event] of events.entries()) {
    for (const { verdict } of foldMedia(state, fromJson(event) as MediaEvent, (from + i + 1) * 1024)) verdicts[verdict] = (verdicts[verdict] ?? 0) + 1
  }
  return { state, verdicts }
}

/** The digest that the log has when it is begun from its checkpoint; null where this release leaves that aside. */
export function digestFromCheckpoint ({ checkpoint, events }: GoldenMedia): string | null {
  const state = restoreMedia(decode(Buffer.from(checkpoint, 'base64')))
  return state === null ? null : digestMedia(foldMediaOf(events.slice(STEPS / 2), state, STEPS / 2).state)
}
