import fc from 'fast-check'
import type { Drawn } from '../../classroom/media-events.ts'
import { Draw } from '../../classroom/whiteboard-model.ts'
import type { DrawAct, ItemName } from '../../classroom/whiteboard-model.ts'
import { TEACHER, points } from './drawn-board.ts'

/** A teacher and two students whom he has invited. */
export const WRITERS = [TEACHER, 1, 2]
const WHAT = ['begin', 'more', 'more', 'more', 'shape', 'text', 'erase', 'undo', 'redo', 'clear', 'add', 'turn', 'show'] as const
type What = (typeof WHAT)[number]

interface Choice {
  what: What
  by: number
  pick: number
}

/** What one writer believes of what he did. */
class Writer {
  stroke = 0
  pieces = 0
  done: number[] = []
  undone: number[] = []

  did (id: number): void {
    this.done.push(id)
    this.undone = []
  }
}

/** A drawing of at most 30 acts, so that nobody has more under way than ids are kept (rule M23). */
export const drawing: fc.Arbitrary<Drawn[]> = fc.array(fc.record({
  what: fc.constantFrom(...WHAT),
  by: fc.constantFrom(...WRITERS),
  pick: fc.nat(1000)
}), { minLength: 1, maxLength: 30 }).map(drawn)

function drawn (choices: Choice[]): Drawn[] {
  const writers = new Map(WRITERS.map((by) => [by, new Writer()]))
  const items: ItemName[] = []
  let sheets = 1
  const acts: Drawn[] = WRITERS.slice(1).map((who, i) => [i + 1, TEACHER, true, [Draw.invite, who, true]])
  for (const [i, { what, by, pick }] of choices.entries()) {
    const id = 10 + i
    const writer = writers.get(by)!
    const act = actOf(what, id, writer, pick, { by, items, sheets })
    if (act === null) continue
    if (act[0] === Draw.add) sheets++
    if (what === 'begin' || what === 'shape' || what === 'text') items.push([by, id])
    acts.push([id, by, by === TEACHER, act])
  }
  return acts
}

function actOf (what: What, id: number, writer: Writer, pick: number, { by, items, sheets }: { by: number, items: ItemName[], sheets: number }): DrawAct | null {
  const sheet = pick % sheets
  switch (what) {
    case 'begin':
      writer.did(id)
      writer.stroke = id
      writer.pieces = 1
      return [Draw.ink, 0, id, 0, 1, 12, points(2, pick)]
    case 'more':
      return writer.stroke === 0 ? null : [Draw.ink, 0, writer.stroke, writer.pieces++, 1, 12, points(2, pick)]
    case 'shape':
      writer.did(id)
      return [Draw.shape, sheet, 2, 0, 8, pick, 0, 50, 50]
    case 'text':
      writer.did(id)
      return [Draw.text, sheet, 0, 100, 0, pick, '글']
    case 'erase': {
      const mine = by === TEACHER ? items : items.filter(([author]) => author === by)
      if (mine.length === 0) return null
      writer.did(id)
      return [Draw.erase, [mine[pick % mine.length]!]]
    }
    case 'undo': return stepped(Draw.undo, writer.done, writer.undone)
    case 'redo': return stepped(Draw.redo, writer.undone, writer.done)
    default: return by === TEACHER ? leaders(what, id, writer, sheet, sheets) : null
  }
}

function leaders (what: 'clear' | 'add' | 'turn' | 'show', id: number, writer: Writer, sheet: number, sheets: number): DrawAct {
  switch (what) {
    case 'clear':
      writer.did(id)
      return [Draw.clear, sheet]
    case 'add': return [Draw.add, sheets]
    case 'turn': return [Draw.turn, sheet]
    case 'show': return [Draw.show, true]
  }
}

function stepped (kind: typeof Draw.undo | typeof Draw.redo, from: number[], to: number[]): DrawAct | null {
  const action = from.pop()
  if (action === undefined) return null
  to.push(action)
  return [kind, action]
}
