import Type, { type TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { LIMITS } from '../classroom/limits.ts'
import {
  CONTROL_BYTES, answerValue, controlName, counter, device, factor, flag, foreignId, payload, positions, question, seat, setting, showing, text,
  whole, wholeOrNone
} from './field-schemas.ts'
import { Up, type SteerFrame, type Step, type UpFrame } from './messages.ts'

/**
 * What frames must look like, checked once where they come in (W2); events of the log are checked by the
 * fold that takes them. Server only: the client trusts its relay, and TypeBox stays out of its bundle.
 */

/** A compiled check; its type parameter ties the schema to the type it stands for. */
interface Check<T> {
  Check (value: unknown): value is T
  Errors (value: unknown): Array<{ keyword: string, schemaPath: string, instancePath: string, message: string }>
}

/** For every kind of a union of tuples, the check of its tuple. */
type Table<T extends [number, ...unknown[]]> = { readonly [K in T[0]]: Check<Extract<T, [K, ...unknown[]]>> }

function tuple<const K extends number, T extends TSchema[]> (kind: K, ...items: [...T]) {
  return Compile(Type.Tuple([Type.Literal(kind), ...items]))
}

function step<const N extends string, T extends TSchema[]> (name: N, ...items: [...T]) {
  return tuple(Up.steer, counter, wholeOrNone, Type.Tuple([Type.Literal(name), ...items]))
}

const FRAMES: Table<Exclude<UpFrame, SteerFrame>> = {
  [Up.itsme]: tuple(Up.itsme, device, text(64), Type.Union([Type.Null(), positions])),
  [Up.join]: tuple(Up.join, counter),
  [Up.answer]: tuple(Up.answer, counter, whole, whole, whole, answerValue),
  [Up.leave]: tuple(Up.leave, counter),
  [Up.ping]: tuple(Up.ping),
  [Up.control]: tuple(Up.control, counter, controlName, payload, flag),
  [Up.resync]: tuple(Up.resync, positions),
  [Up.roster]: tuple(Up.roster, whole)
}

const quizId = foreignId
const title = text(LIMITS.title)
const total = Type.Integer({ minimum: 0, maximum: LIMITS.questions })

const STEPS: { readonly [N in Step[0]]: Check<[typeof Up.steer, number, number, Extract<Step, [N, ...unknown[]]>]> } = {
  open: step('open', title),
  end: step('end'),
  ask: step('ask', whole, total, quizId, question),
  extend: step('extend', whole, whole),
  close: step('close', whole, whole),
  reveal: step('reveal', whole),
  again: step('again', whole),
  skip: step('skip', whole),
  show: step('show', showing),
  accept: step('accept', whole, whole, wholeOrNone),
  set: step('set', setting, flag),
  factor: step('factor', whole, factor),
  remove: step('remove', whole, flag),
  take: step('take'),
  hold: step('hold', seat),
  quiz: step('quiz', quizId, title, total),
  nickname: step('nickname', whole, text(LIMITS.name))
}

/** Names of the kinds, for people who read an error. */
const NAMES: Record<number, string> = Object.fromEntries(Object.entries(Up).map(([name, kind]) => [kind, name]))

export type UpCheck =
  | { ok: true, frame: UpFrame }
  | { ok: false, code: 'malformed' | 'unknown-kind', detail: string }

/** Checks a decoded frame of a client. `detail` names the place and what was expected there, never what stood there. */
export function checkUp (frame: unknown): UpCheck {
  const kind: unknown = Array.isArray(frame) ? frame[0] : undefined
  if (typeof kind !== 'number') return malformed('frame: must be an array that begins with its kind')
  const check = kind === Up.steer ? stepCheck(frame as unknown[]) : FRAMES[kind as keyof typeof FRAMES]
  if (check === undefined) {
    if (kind === Up.steer) return malformed('steer[3]: must be a step')
    return { ok: false, code: 'unknown-kind', detail: `kind ${kind}` }
  }
  if (check.Check(frame)) return { ok: true, frame }
  return malformed(`${NAMES[kind]}${explain(check, frame as unknown[])}`)
}

function stepCheck (frame: unknown[]): Check<SteerFrame> | undefined {
  const name: unknown = Array.isArray(frame[3]) ? frame[3][0] : undefined
  return typeof name === 'string' && Object.hasOwn(STEPS, name) ? STEPS[name as Step[0]] as Check<SteerFrame> : undefined
}

function malformed (detail: string): UpCheck {
  return { ok: false, code: 'malformed', detail }
}

const DETAIL_MAX = 120

/** What is wrong first, as `[3][4].choices[0]: must be string`. */
function explain (check: Check<unknown>, frame: unknown[]): string {
  const error = check.Errors(cut(frame, 0))[0]!
  const place = error.instancePath.replace(/\/(\d+)/g, '[$1]').replaceAll('/', '.')
  return `${place}: ${words(error)}`.slice(0, DETAIL_MAX)
}

function words (error: { keyword: string, schemaPath: string, message: string }): string {
  // of a union TypeBox tells only what its first form wanted, of a surplus element that its schema is false
  if (error.schemaPath.includes('/anyOf/')) return 'must have one of its forms'
  return error.keyword === 'boolean' ? 'must not be there' : error.message
}

/** More than any list or object may hold, and deeper than any schema reaches. */
const CUT_LENGTH = 64
const CUT_DEPTH = 5
const NO_BYTES = new Uint8Array(0)

/** A copy without what is far too long or too deep: finding all errors of a hostile frame would hold the loop for up to 0.2 s. */
function cut (value: unknown, depth: number): unknown {
  if (depth === CUT_DEPTH) return value
  if (Array.isArray(value)) return value.slice(0, CUT_LENGTH).map(item => cut(item, depth + 1))
  if (value instanceof Uint8Array) return value.byteLength > CONTROL_BYTES ? null : NO_BYTES
  if (value === null || typeof value !== 'object') return value
  const keys = Object.keys(value).slice(0, CUT_LENGTH)
  return Object.fromEntries(keys.map(key => [key, cut((value as Record<string, unknown>)[key], depth + 1)]))
}
