import Type, { type TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { BOARD_LIMITS, LIMITS } from '../classroom/limits.ts'
import {
  CONTROL_BYTES, answerValue, controlName, counter, device, factor, flag, foreignId, payload, positions, question, seat, setting, showing, text,
  whole, wholeOrNone
} from './field-schemas.ts'
import type { Check } from './field-schemas.ts'
import { DRAWS } from './draw-schemas.ts'
import { MEDIA_LIMITS, RECEIPT_MAX } from '../classroom/media.ts'
import type { MediaAct } from '../classroom/media.ts'
import { SHEET } from '../classroom/whiteboard-model.ts'
import { REACTIONS, TOOL_LIMITS } from '../classroom/tool-model.ts'
import type { Light, PickMode, PostStanding, Stage, TimerMode, Tool, ToolState } from '../classroom/tool-model.ts'
import { Up, type DrawFrame, type SteerFrame, type Step, type UpFrame, type WidgetFrame, type WidgetStep } from './messages.ts'

/**
 * What frames must look like, checked once where they come in (W2); events of the log are checked by the
 * fold that takes them. Server only: the client trusts its relay, and TypeBox stays out of its bundle.
 */

/** For every kind of a union of tuples, the check of its tuple. */
type Table<T extends [number, ...unknown[]]> = { readonly [K in T[0]]: Check<Extract<T, [K, ...unknown[]]>> }

function tuple<const K extends number, T extends TSchema[]> (kind: K, ...items: [...T]) {
  return Compile(Type.Tuple([Type.Literal(kind), ...items]))
}

function step<const N extends string, T extends TSchema[]> (name: N, ...items: [...T]) {
  return tuple(Up.steer, counter, wholeOrNone, Type.Tuple([Type.Literal(name), ...items]))
}

/** One of the whole numbers from `minimum` to `maximum` that stand for `T`. */
function constant<T extends number> (minimum: number, maximum: number) {
  return Type.Unsafe<T>(Type.Integer({ minimum, maximum }))
}

const pickMode = constant<PickMode>(0, 1)
const said = Type.String({ minLength: 1, maxLength: TOOL_LIMITS.post })

const mediumId = Type.String({ pattern: '^([A-Za-z0-9_-]{22})?$' })

const FRAMES: Table<Exclude<UpFrame, SteerFrame | WidgetFrame | DrawFrame>> = {
  [Up.pick]: tuple(Up.pick, counter, whole, pickMode, Type.Integer({ minimum: 1, maximum: TOOL_LIMITS.groupMax }), flag),
  [Up.pass]: tuple(Up.pass, counter, whole),
  [Up.hand]: tuple(Up.hand, counter, flag),
  [Up.react]: tuple(Up.react, Type.Integer({ minimum: 0, maximum: REACTIONS.length - 1 })),
  [Up.post]: tuple(Up.post, counter, said),
  [Up.vote]: tuple(Up.vote, counter, whole, flag),
  [Up.word]: tuple(Up.word, counter, Type.String({ minLength: 1, maxLength: 2 * TOOL_LIMITS.word })),
  [Up.sendMedia]: tuple(Up.sendMedia, counter, Type.String({ minLength: 1, maxLength: RECEIPT_MAX })),
  [Up.media]: tuple(Up.media, counter, constant<MediaAct>(0, 6), mediumId, Type.Integer({ minimum: 0, maximum: MEDIA_LIMITS.pages })),
  [Up.mediaPass]: tuple(Up.mediaPass),
  [Up.mediaList]: tuple(Up.mediaList, whole),
  [Up.allowMedia]: tuple(Up.allowMedia, counter, flag),
  [Up.sheet]: tuple(Up.sheet, Type.Integer({ minimum: 0, maximum: BOARD_LIMITS.sheets - 1 }), wholeOrNone, whole),
  [Up.laser]: tuple(Up.laser, Type.Integer({ minimum: 0, maximum: SHEET.width }), Type.Integer({ minimum: 0, maximum: SHEET.height })),
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
  nickname: step('nickname', whole, text(LIMITS.name)),
  excuse: step('excuse', whole, flag)
}

function widget<const N extends string, T extends TSchema[]> (name: N, ...items: [...T]) {
  return tuple(Up.widget, counter, Type.Tuple([Type.Literal(name), ...items]))
}

const WIDGETS: { readonly [N in WidgetStep[0]]: Check<[typeof Up.widget, number, Extract<WidgetStep, [N, ...unknown[]]>]> } = {
  away: widget('away'),
  timer: widget('timer', constant<TimerMode>(0, 2), flag, Type.Integer({ minimum: 0, maximum: TOOL_LIMITS.timerMs })),
  light: widget('light', constant<Light>(0, 3)),
  dice: widget('dice', Type.Integer({ minimum: 0, maximum: TOOL_LIMITS.dice })),
  tool: widget('tool', constant<Tool>(0, 3), constant<ToolState>(0, 2), text(TOOL_LIMITS.prompt)),
  lower: widget('lower', wholeOrNone),
  judge: widget('judge', whole, constant<PostStanding>(0, 3)),
  hideWord: widget('hideWord', text(4 * TOOL_LIMITS.word), flag),
  stage: widget('stage', constant<Stage>(0, 2))
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
  const check: Check<UpFrame> | undefined = checkOf(kind, frame as unknown[])
  if (check === undefined) {
    if (kind === Up.steer) return malformed('steer[3]: must be a step')
    if (kind === Up.widget) return malformed('widget[2]: must be a step')
    if (kind === Up.draw) return malformed('draw[2]: must be an act')
    return { ok: false, code: 'unknown-kind', detail: `kind ${kind}` }
  }
  if (check.Check(frame)) return { ok: true, frame }
  return malformed(`${NAMES[kind]}${explain(check, frame as unknown[])}`)
}

/** The check of a kind; of kinds with steps, that of the step. */
function checkOf (kind: number, frame: unknown[]): Check<UpFrame> | undefined {
  switch (kind) {
    case Up.steer: return stepCheck(STEPS, frame[3])
    case Up.widget: return stepCheck(WIDGETS, frame[2])
    case Up.draw: return actCheck(frame[2])
    default: return FRAMES[kind as keyof typeof FRAMES]
  }
}

function stepCheck (checks: Record<string, Check<UpFrame>>, step: unknown): Check<UpFrame> | undefined {
  const name: unknown = Array.isArray(step) ? step[0] : undefined
  return typeof name === 'string' && Object.hasOwn(checks, name) ? checks[name] : undefined
}

function actCheck (act: unknown): Check<UpFrame> | undefined {
  const kind: unknown = Array.isArray(act) ? act[0] : undefined
  return typeof kind === 'number' && Object.hasOwn(DRAWS, kind) ? DRAWS[kind as keyof typeof DRAWS] : undefined
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
