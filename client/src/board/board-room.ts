import type { RoomReply } from '../../../server/wire/api.ts'
import type { DrawFrame, InkDown, LaserDown, SheetPage } from '../../../server/wire/messages.ts'
import type { Status } from '../connection.ts'
import type { Reply } from '../dispatch.ts'
import type { View } from '../view.ts'

/** What is heard of the board besides the view; null: a fresh view came, so that changes may have been missed. */
export type BoardNews = InkDown | SheetPage | LaserDown | null

/** What a board needs of its room. */
export interface BoardRoom {
  readonly entry: RoomReply
  readonly view: View
  readonly status: Status
  /** Sends an act; `make` is called at once with the command's number and id. Resolves with the verdict, never rejects. */
  draw (make: (n: number, id: number) => DrawFrame): Promise<Reply>
  /** How many acts besides pieces of strokes have no verdict yet. */
  readonly actsUnderWay: number
  /** Asks for what changed on a sheet since a position, or for its next page. */
  askSheet (sheet: number, since: number, from: number): void
  /** Shows where the laser pointer is. */
  point (x: number, y: number): void
  /** Calls back on all that is heard of the board. Returns the end of it. */
  onBoard (hear: (news: BoardNews) => void): () => void
}
