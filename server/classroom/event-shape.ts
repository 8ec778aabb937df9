import { Kind, Presence } from './events.ts'
import type { RelayEvent, SocketEvent, UserEvent } from './events.ts'
import { LESSON_MAX_MS, LIMITS } from './limits.ts'
import { Role, Seat, Setting, Showing } from './model.ts'
import { isWhole, validQuestion } from './rules.ts'
import { Light, PickMode, PostStanding, REACTIONS, Stage, TOOL_LIMITS, TimerMode, Tool, ToolState } from './tool-model.ts'

/**
 * What each event of the log looks like, checked before it is folded: what another release or a broken
 * record holds must neither throw nor change half a state. Fields that a later release adds at the end
 * are not looked at.
 */
export type Field = (value: unknown) => boolean

const text: Field = (value) => typeof value === 'string'
const flag: Field = (value) => typeof value === 'boolean'
const bytes: Field = (value) => value instanceof Uint8Array
const question: Field = (value) => validQuestion(value) === null
const answer: Field = (value) => typeof value === 'string' || typeof value === 'number'
const index = whole(-1, Number.MAX_SAFE_INTEGER)
const count = whole(0, Number.MAX_SAFE_INTEGER)
const counts: Field = (value) => Array.isArray(value) && value.every(count)
const faces: Field = (value) => Array.isArray(value) && value.length <= TOOL_LIMITS.dice && value.every(whole(1, 6))
const sums: Field = (value) => counts(value) && (value as unknown[]).length === REACTIONS.length
const revision = whole(0, 2 ** 32 - 1)
const limit = whole(0, LESSON_MAX_MS)
const role = oneOf(Role)
const seat = oneOf(Seat)

/** What other lanes' events are made of too. */
export const fields = { text, flag, bytes, index, count, role, whole, oneOf }

function whole (min: number, max: number): Field {
  return (value) => isWhole(value, min, max)
}

function oneOf (constants: Record<string, number>): Field {
  const numbers = new Set<unknown>(Object.values(constants))
  return (value) => numbers.has(value)
}

function listOf (field: Field): Field {
  return (value) => Array.isArray(value) && value.every(field)
}

function factor (value: unknown): boolean {
  return typeof value === 'number' && value >= LIMITS.factorMin && value <= LIMITS.factorMax
}

/** Fields of each kind after kind, lesson, at and id. */
const SOCKET_FIELDS = new Map<unknown, Field[]>([
  [Kind.open, [text, text, text, flag]],
  [Kind.end, [index, index]],
  [Kind.join, [text, text, text, role, flag, factor, text]],
  [Kind.leave, [index]],
  [Kind.remove, [index, index, flag]],
  [Kind.ask, [index, index, index, count, text, question]],
  [Kind.extend, [index, index, index, limit]],
  [Kind.close, [index, index, index, index]],
  [Kind.reveal, [index, index, index]],
  [Kind.again, [index, index, index]],
  [Kind.show, [index, index, oneOf(Showing)]],
  [Kind.answer, [index, index, index, revision, answer]],
  [Kind.accept, [index, index, index, index]],
  [Kind.set, [index, oneOf(Setting), flag]],
  [Kind.factor, [index, index, factor]],
  [Kind.control, [index, count, text, bytes, flag]],
  [Kind.take, [index]],
  [Kind.skip, [index, index, index]],
  [Kind.quiz, [index, text, text, count]],
  [Kind.pick, [index, index, oneOf(PickMode), count, bytes, listOf(counts)]],
  [Kind.pass, [index, index]],
  [Kind.putAway, [index]],
  [Kind.timer, [index, oneOf(TimerMode), flag, whole(0, TOOL_LIMITS.timerMs)]],
  [Kind.light, [index, oneOf(Light)]],
  [Kind.dice, [index, faces]],
  [Kind.tool, [index, oneOf(Tool), oneOf(ToolState), text]],
  [Kind.hand, [index, index, flag]],
  [Kind.reactions, [index, count, count, sums]],
  [Kind.post, [index, text]],
  [Kind.vote, [index, index, flag]],
  [Kind.judge, [index, index, oneOf(PostStanding)]],
  [Kind.word, [index, text]],
  [Kind.hideWord, [index, text, flag]],
  [Kind.hold, [index, seat]],
  [Kind.stage, [index, oneOf(Stage)]],
  [Kind.nickname, [index, index, text]],
  [Kind.excuse, [index, index, flag]]
])

/** Fields of each kind after the kind. */
const USER_FIELDS = new Map<unknown, Field[]>([
  [Presence.up, [count, count, count, count, text, role, seat, count]],
  [Presence.down, [count, count, count, count]],
  [Presence.relay, [count, count, count]],
  [Presence.beat, [count, count, count]],
  [Presence.relayLost, [count, count, count, count]],
  [Presence.relayEnded, [count, count, count]],
  [Presence.flicker, [count, count, count, counts]],
  [Presence.checkpoint, [count, count, count, count, count, count]]
])

const HEAD: Field[] = [text, count, count]

/** Whether `value` is an event of the `socket` lane that this release knows. */
export function isSocketEvent (value: unknown): value is SocketEvent {
  if (!Array.isArray(value)) return false
  const fields = SOCKET_FIELDS.get(value[0])
  return fields !== undefined && matches(value, 1, HEAD) && matches(value, 1 + HEAD.length, fields)
}

/** Whether `value` is an event of the `user` lane that this release knows. */
export function isUserEvent (value: unknown): value is UserEvent {
  if (!Array.isArray(value)) return false
  const fields = USER_FIELDS.get(value[0])
  return fields !== undefined && matches(value, 1, fields)
}

/** Whether an event of the `user` lane concerns the whole partition. */
export function isRelayEvent (event: UserEvent): event is RelayEvent {
  return event[0] !== Presence.up && event[0] !== Presence.down && event[0] !== Presence.flicker
}

/** Whether the values from place `from` on are what `fields` ask for. */
export function matches (values: unknown[], from: number, fields: Field[]): boolean {
  return fields.every((field, i) => field(values[from + i]))
}
