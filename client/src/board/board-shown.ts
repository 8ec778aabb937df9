import { Phase } from '../../../server/classroom/model.ts'
import { Down } from '../../../server/wire/messages.ts'
import type { WhiteboardPart } from '../../../server/wire/messages.ts'
import type { View } from '../view.ts'

/** Whether everyone sees the whiteboard. */
export function boardShown (view: View): boolean {
  return (view.tools[Down.whiteboard] as WhiteboardPart | undefined)?.[1] ?? false
}

/** Whether a question waits for its answers or its reveal: then it goes before the board. */
export function isAsking ({ question, clock }: View): boolean {
  return question !== null && clock !== null && (clock.phase === Phase.open || clock.phase === Phase.closed)
}
