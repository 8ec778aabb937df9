import { Down } from '../../../server/wire/messages.ts'
import type { ToolPart } from '../../../server/wire/messages.ts'
import { Light, Stage, TimerMode, ToolState } from '../../../server/classroom/tool-model.ts'
import type { Tool } from '../../../server/classroom/tool-model.ts'
import type { View } from '../view.ts'

type OfKind<K extends number> = Extract<ToolPart, [K, ...unknown[]]>

/** A countdown or stopwatch: it showed `ms` at the time `at`. */
export interface Timer {
  mode: TimerMode
  running: boolean
  ms: number
  at: number
}

/** What everyone sees of the widgets. */
export interface Widgets {
  timer: Timer
  light: Light
  /** What the dice show, and when they were thrown. */
  faces: readonly number[]
  thrownAt: number
  states: readonly ToolState[]
  /** What the word cloud asks. */
  prompt: string
  /** What stands large on the wall. */
  stage: Stage
}

const UNUSED: Widgets = { timer: { mode: TimerMode.off, running: false, ms: 0, at: 0 }, light: Light.off, faces: [], thrownAt: 0, states: [], prompt: '', stage: Stage.lesson }

/** How long the names roll before a draw shows (ms), on every screen from the same moment on. */
export const ROLL_MS = 2400

/** The part of this kind, or undefined while there is none. */
export function toolPart<K extends ToolPart[0]> (view: View, kind: K): OfKind<K> | undefined {
  return view.tools[kind] as OfKind<K> | undefined
}

/** The widgets as they are; all off before one was used. */
export function widgetsOf (view: View): Widgets {
  const part = toolPart(view, Down.widgets)
  if (part === undefined) return UNUSED
  const [, [mode, running, ms, at], light, faces, thrownAt, states, prompt, stage] = part
  return { timer: { mode, running, ms, at }, light, faces, thrownAt, states, prompt, stage }
}

export function stateOf ({ states }: Widgets, tool: Tool): ToolState {
  return states[tool] ?? ToolState.off
}

/** Whether a clock, a light or dice show. */
export function hasSigns ({ timer, light, faces }: Widgets): boolean {
  return timer.mode !== TimerMode.off || light !== Light.off || faces.length > 0
}

/** The draw that shows, or null. */
export function shownDraw (view: View): OfKind<typeof Down.draw> | null {
  const draw = toolPart(view, Down.draw)
  return draw === undefined || draw[1] < 0 ? null : draw
}

/** What a clock shows at `now`, ms: what is left of a countdown, what has gone by of a stopwatch. */
export function timerShows ({ mode, running, ms, at }: Timer, now: number): number {
  const gone = running ? Math.max(0, now - at) : 0
  return mode === TimerMode.countdown ? Math.max(0, ms - gone) : ms + gone
}

/** As m:ss; a countdown shows a second until it is over. */
export function clockText (mode: TimerMode, ms: number): string {
  const seconds = mode === TimerMode.countdown ? Math.ceil(ms / 1000) : Math.floor(ms / 1000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

/** A nickname's code that rolls by as the `step`th while a draw of this seed is on; the same on every screen. */
export function rollingName (seed: number, step: number): string {
  const mixed = Math.imul(seed + step * 0x9e3779b1, 0x85ebca6b) >>> 0
  return `${mixed % 40}:${(mixed >>> 8) % 50}`
}
