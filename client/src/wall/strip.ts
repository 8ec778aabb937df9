import { Tool, ToolState } from '../../../server/classroom/tool-model.ts'
import { Down } from '../../../server/wire/messages.ts'
import { hasSigns, stateOf, toolPart, widgetsOf } from '../tools/tool-parts.ts'
import type { View } from '../view.ts'

/** What the class says, as far as the teacher lets it: hands, questions on the wall, reactions (null: none are taken). */
export function sumsOf (view: View): { hands: number, questions: number, moods: number[] | null } {
  const widgets = widgetsOf(view)
  const of = <T>(tool: Tool, value: T | undefined, none: T): T => stateOf(widgets, tool) === ToolState.off ? none : value ?? none
  return {
    hands: of(Tool.hands, toolPart(view, Down.hands)?.[1], 0),
    questions: of(Tool.wall, toolPart(view, Down.wall)?.[1], 0),
    moods: of<number[] | null>(Tool.reactions, toolPart(view, Down.moods)?.[1], null)
  }
}

/** Whether a wall has anything for the strip of tools under its screen. */
export function hasStrip (view: View): boolean {
  const { hands, questions, moods } = sumsOf(view)
  return hasSigns(widgetsOf(view)) || hands > 0 || questions > 0 || moods !== null
}
