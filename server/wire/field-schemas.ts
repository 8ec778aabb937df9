import Type, { type TSchema } from 'typebox'
import { LIMITS } from '../classroom/limits.ts'
import { Seat, Setting } from '../classroom/model.ts'
import type { Question, Showing } from '../classroom/model.ts'

/** The fields that frames are made of. Lengths count characters (code points), not UTF-16 units. */

/** The largest payload of a control message, in bytes; a large class takes less (relay/commands/control.ts). */
export const CONTROL_BYTES = 64 * 1024

/** A compiled check; its type parameter ties the schema to the type it stands for. */
export interface Check<T> {
  Check (value: unknown): value is T
  Errors (value: unknown): Array<{ keyword: string, schemaPath: string, instancePath: string, message: string }>
}

/** A count, a time (ms since 1970) or a duration (ms). */
export const whole = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
/** A position, or -1 for none yet. Also the dense index of a participant, where -1 is a relay or everybody. */
export const wholeOrNone = Type.Integer({ minimum: -1, maximum: Number.MAX_SAFE_INTEGER })
/** Counts a device's commands from 1; with `device` it makes the command's id. */
export const counter = Type.Integer({ minimum: 1, maximum: 2 ** 32 - 1 })
export const device = Type.Integer({ minimum: 0, maximum: 2 ** 21 - 1 })
export const flag = Type.Boolean()
export const factor = Type.Number({ minimum: LIMITS.factorMin, maximum: LIMITS.factorMax })

export const showing = Type.Unsafe<Showing>(Type.Integer({ minimum: 0, maximum: 1 }))
export const setting = Type.Unsafe<Setting>(Type.Union(Object.values(Setting).map((number) => Type.Literal(number))))
export const seat = Type.Unsafe<Seat>(Type.Union([Type.Literal(Seat.console), Type.Literal(Seat.remote)]))

export function text (maxLength: number) {
  return Type.String({ maxLength })
}

/** Ids that somebody else made: participants, launch tokens, student numbers, lessons, quizzes. */
export const foreignId = text(256)
export const controlName = Type.String({ minLength: 1, maxLength: LIMITS.controlName })
export const payload = Type.Refine(
  Type.Unsafe<Uint8Array>(Type.Unknown()),
  value => value instanceof Uint8Array && value.byteLength <= CONTROL_BYTES,
  () => `must be bytes, at most ${CONTROL_BYTES}`
)
export const answerValue = Type.Union([Type.Number(), text(LIMITS.shortAnswer)])
export const positions = Type.Tuple([wholeOrNone, wholeOrNone, wholeOrNone])

const solution = Type.Union([
  Type.Null(),
  record({ mask: Type.Integer({ minimum: 0, maximum: 2 ** LIMITS.choicesMax - 1 }) }),
  record({ value: Type.Number(), tolerance: Type.Number({ minimum: 0 }) }),
  record({ accepted: Type.Array(text(LIMITS.shortAnswer), { maxItems: LIMITS.acceptedMax }) })
])

/** Its shape and sizes; whether it makes sense is the classroom's to say. */
export const question = record({
  type: Type.Unsafe<Question['type']>(Type.Enum(['single', 'several', 'truefalse', 'numeric', 'text', 'survey'])),
  text: text(LIMITS.question),
  choices: Type.Array(text(LIMITS.choice), { maxItems: LIMITS.choicesMax }),
  solution,
  explanation: text(LIMITS.explanation),
  seconds: Type.Integer({ minimum: 0, maximum: LIMITS.secondsMax }),
  points: Type.Integer({ minimum: 0, maximum: LIMITS.points }),
  speed: flag,
  change: flag,
  shuffle: flag,
  live: flag,
  unit: Type.Optional(text(LIMITS.unit))
})

/** An object with exactly these properties. */
function record<P extends Record<string, TSchema>> (properties: P) {
  return Type.Object(properties, { additionalProperties: false })
}
