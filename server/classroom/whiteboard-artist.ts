import { BOARD_LIMITS } from './limits.ts'
import type { Action, Item } from './whiteboard-items.ts'

/** What one person made on the board, and what he can take back or do again: his own actions alone. */
export class Artist {
  /** By the id of the command that made it; what is gone for good too. */
  readonly items = new Map<number, Item>()
  /** The last actions that stand, and those that were taken back since. */
  readonly done: Action[] = []
  undone: Action[] = []
  /** Of all his items that are there or may be brought back. */
  bytes = 0

  /** Notes an action. Returns the items that nobody can bring back any more. */
  did (action: Action): Item[] {
    const lost = this.undone.flatMap(({ made }) => made ?? [])
    this.undone = []
    this.done.push(action)
    if (this.done.length > BOARD_LIMITS.undo) {
      const oldest = this.done.shift()!
      lost.push(...oldest.erased.filter(({ erasedBy }) => erasedBy === oldest))
    }
    return lost
  }

  dump (): object {
    const { done, undone, bytes } = this
    const told = ({ id, made, erased }: Action): object => ({ id, made: made?.name ?? null, erased: erased.map(({ name }) => name) })
    return { done: done.map(told), undone: undone.map(told), bytes }
  }
}
