import { BOARD_LIMITS } from './limits.ts'
import type { Action, Item } from './whiteboard-items.ts'
import type { ItemName } from './whiteboard-model.ts'

/** An action as a checkpoint has it: of what was erased also whether this action still keeps it away. */
type SavedAction = [id: number, made: ItemName | null, erased: Array<[...ItemName, kept: boolean]>]

export type SavedArtist = [bytes: number, done: SavedAction[], undone: SavedAction[]]

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

  save (): SavedArtist {
    return [this.bytes, this.done.map(saved), this.undone.map(saved)]
  }

  /** Takes over what another did; `find` knows all items that are told of. */
  restore ([bytes, done, undone]: SavedArtist, find: (name: ItemName) => Item): void {
    this.bytes = bytes
    this.done.push(...done.map((action) => restored(action, find)))
    this.undone.push(...undone.map((action) => restored(action, find)))
  }
}

function saved (action: Action): SavedAction {
  const { id, made, erased } = action
  return [id, made?.name ?? null, erased.map(({ name, erasedBy }) => [...name, erasedBy === action])]
}

function restored ([id, made, erased]: SavedAction, find: (name: ItemName) => Item): Action {
  const action: Action = { id, made: made === null ? null : find(made), erased: [] }
  for (const [by, item, kept] of erased) {
    const gone = find([by, item])
    if (kept) gone.erasedBy = action
    action.erased.push(gone)
  }
  return action
}
