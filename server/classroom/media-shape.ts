import { drawActs } from './draw-shape.ts'
import { fields, matches } from './event-shape.ts'
import type { Field } from './event-shape.ts'
import { Media } from './media-events.ts'
import type { MediaEvent } from './media-events.ts'
import { MediaAct, MediaKind } from './media.ts'

const { text, bytes, count, flag, oneOf } = fields

/** Kind apart, what every event of the lane begins with: lesson, openedAt, at. */
const HEAD: Field[] = [text, count, count]

/** A command's: its id, who sent it, whether he teaches. */
const SAID: Field[] = [count, count, flag]
const MEDIUM: Field[] = [text, oneOf(MediaKind), text, count, count, count, text, text, text, count]
const medium: Field = (value) => Array.isArray(value) && matches(value, 0, MEDIUM)

/** Fields of each kind after kind, lesson, openedAt and at. */
const MEDIA_FIELDS = new Map<unknown, Field[]>([
  [Media.end, []],
  [Media.checkpoint, [count, count, count, count, bytes]],
  [Media.board, [drawActs]],
  [Media.share, [...SAID, medium]],
  [Media.act, [...SAID, oneOf(MediaAct), text, count]],
  [Media.allow, [...SAID, flag]]
])

/** Whether `value` is an event of the `media` lane that this release knows. */
export function isMediaEvent (value: unknown): value is MediaEvent {
  if (!Array.isArray(value)) return false
  const rest = MEDIA_FIELDS.get(value[0])
  return rest !== undefined && matches(value, 1, HEAD) && matches(value, 1 + HEAD.length, rest)
}
