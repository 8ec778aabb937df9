import { Draw } from '../../../server/classroom/whiteboard-model.ts'
import type { BoardMessages } from '../messages/board.ko.ts'
import type { Item } from '../../../server/board/items.ts'

/** What is on a sheet, in words, as somebody reads it: from above. Strokes are counted; nobody can tell what they show. */
export function contents (items: readonly Item[], t: BoardMessages): string[] {
  const strokes = items.filter(({ kind }) => kind === Draw.ink).length
  const rest = items.filter(({ kind }) => kind !== Draw.ink).toSorted((a, b) => topOf(a) - topOf(b)).map((item) => inWords(item, t))
  return strokes === 0 ? rest : [...rest, t.strokes(strokes)]
}

function topOf (item: Item): number {
  switch (item.kind) {
    case Draw.ink: return item.points[0]?.y ?? 0
    case Draw.shape: return Math.min(item.y, item.toY)
    default: return item.y
  }
}

function inWords (item: Item, t: BoardMessages): string {
  switch (item.kind) {
    case Draw.ink: return t.strokes(1)
    case Draw.shape: return t.shapeItem(item.form, t.colours[item.colour] ?? '')
    case Draw.text: return t.textItem(item.text)
    case Draw.image: return t.pictureItem(item.alt)
  }
}
