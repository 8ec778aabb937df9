import type { RoomReply } from '../../../server/wire/api.ts'
import type { SharedMediaFrame, Step, ToolFrame } from '../../../server/wire/messages.ts'
import type { BoardRoom } from '../board/board-room.ts'
import type { Status } from '../connection.ts'
import type { Reply } from '../dispatch.ts'
import type { Answer, Request } from '../requests.ts'
import type { View } from '../view.ts'

/** What the console needs of the room: what to show, and a way to move the lesson. */
export interface ConsoleRoom extends BoardRoom {
  readonly entry: RoomReply
  readonly view: View
  /** The teacher's resume token; null before the relay gave one. */
  readonly pass: string | null
  readonly status: Status
  /** Whether the log takes commands now. */
  readonly stored: boolean
  /** Whether the connection has been broken for so long that the screen says so. */
  readonly broken: boolean
  /** Whether this device says it is online. */
  readonly online: boolean
  /** When the connection ended for good (server's clock, ms), else 0. */
  readonly overAt: number
  /** Connects; returns the end of it. */
  start (): () => void
  /** Continues here after another device took the seat. */
  takeBack (): void
  /** The server's clock, ms. */
  now (): number
  /** Resolves with the verdict; waits through a broken connection; never rejects. */
  steer (step: Step): Promise<Reply>
  /** Uses the picker, a widget or shared media; as `steer` does. */
  use (make: (n: number) => ToolFrame | SharedMediaFrame): Promise<Reply>
  /** Asks for what has no verdict. Waits through a broken connection. @throws RequestRefused */
  ask<R extends Request> (request: R): Promise<Answer<R>>
}
