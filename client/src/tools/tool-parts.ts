import { Down } from '../../../server/wire/messages.ts'
import type { ToolPart, WidgetsPart } from '../../../server/wire/messages.ts'
import { TimerMode } from '../../../server/classroom/tool-model.ts'
import type { View } from '../view.ts'

type OfKind<K extends number> = Extract<ToolPart, [K, ...unknown[]]>

/** How long the names roll before a draw shows (ms), on every screen from the same moment on. */
export const ROLL_MS = 2400

/** The part of this kind, or undefined while there is none. */
export function toolPart<K extends ToolPart[0]> (view: View, kind: K): OfKind<K> | undefined {
  return view.tools[kind] as OfKind<K> | undefined
}

/** The draw that shows, or null. */
export function shownDraw (view: View): OfKind<typeof Down.draw> | null {
  const draw = toolPart(view, Down.draw)
  return draw === undefined || draw[1] < 0 ? null : draw
}

/** What a clock shows at `now`, ms: what is left of a countdown, what has gone by of a stopwatch. */
export function timerShows ([mode, running, ms, at]: WidgetsPart[1], now: number): number {
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
