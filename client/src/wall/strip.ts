import { Light, TimerMode, Tool, ToolState } from '../../../server/classroom/tool-model.ts'
import { Down } from '../../../server/wire/messages.ts'
import { toolPart } from '../tools/tool-parts.ts'
import type { View } from '../view.ts'

/** What the class says, as far as the teacher lets it: hands, questions on the wall, reactions (null: none are taken). */
export function sumsOf (view: View): { hands: number, questions: number, moods: number[] | null } {
  const states = toolPart(view, Down.widgets)?.[5] ?? []
  const of = <T>(tool: Tool, value: T | undefined, none: T): T => (states[tool] ?? ToolState.off) === ToolState.off ? none : value ?? none
  return {
    hands: of(Tool.hands, toolPart(view, Down.hands)?.[1], 0),
    questions: of(Tool.wall, toolPart(view, Down.wall)?.[1], 0),
    moods: of<number[] | null>(Tool.reactions, toolPart(view, Down.moods)?.[1], null)
  }
}

/** Whether a wall has anything for the strip of tools under its screen. */
export function hasStrip (view: View): boolean {
  const widgets = toolPart(view, Down.widgets)
  const { hands, questions, moods } = sumsOf(view)
  return widgets !== undefined && (widgets[1][0] !== TimerMode.off || widgets[2] !== Light.off || widgets[3].length > 0 || hands > 0 || questions > 0 || moods !== null)
}
