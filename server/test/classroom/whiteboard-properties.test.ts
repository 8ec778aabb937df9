import fc from 'fast-check'
import t from 'tap'
import { digestMedia } from '../../classroom/digest.ts'
import type { Drawn } from '../../classroom/media-events.ts'
import { isGone, itemRow } from '../../classroom/whiteboard-views.ts'
import type { ItemRow } from '../../classroom/whiteboard-views.ts'
import { Draw } from '../../classroom/whiteboard-model.ts'
import type { InkAct } from '../../classroom/whiteboard-model.ts'
import { DrawnBoard, TEACHER } from './drawn-board.ts'
import { WRITERS, drawing } from './random-drawing.ts'

const RUNS = { numRuns: 500 }

function folded (drawn: Drawn[]): DrawnBoard {
  const board = new DrawnBoard()
  for (const one of drawn) board.fold([one])
  return board
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

t.test('M23 acts that come again, each later than before, give the same picture', async () => {
  const again = fc.array(fc.tuple(fc.nat(100), fc.nat(100)), { maxLength: 20 })
  fc.assert(fc.property(drawing, again, (drawn, repeats) => {
    const log = [...drawn]
    for (const [which, later] of repeats) {
      const from = which % log.length
      log.splice(from + 1 + later % (log.length - from), 0, log[from]!)
    }
    return same(folded(log).picture(WRITERS), folded(drawn).picture(WRITERS))
  }), RUNS)
})

t.test('M23 M24 packed into one record, or into several, acts give the same picture', async () => {
  fc.assert(fc.property(drawing, fc.nat(30), (drawn, cut) => {
    const packed = new DrawnBoard()
    packed.fold(drawn.slice(0, cut))
    packed.fold(drawn.slice(cut))
    return same(packed.picture(WRITERS), folded(drawn).picture(WRITERS))
  }), RUNS)
})

t.test('M22 M23 pieces of a stroke in any order give the same picture', async () => {
  fc.assert(fc.property(drawing, fc.infiniteStream(fc.nat(1000)), (drawn, chance) => {
    const shuffled = [...drawn]
    for (const [i, one] of drawn.entries()) {
      if (!isMore(one)) continue
      const same = shuffled.flatMap((other, at) => at >= i && isMore(other) && other[1] === one[1] && other[3][2] === one[3][2] ? [at] : [])
      const other = same[(chance.next().value as number) % same.length]!
      ;[shuffled[i], shuffled[other]] = [shuffled[other]!, shuffled[i]!]
    }
    return same(folded(shuffled).picture(WRITERS), folded(drawn).picture(WRITERS))
  }), RUNS)
})

function isMore (drawn: Drawn): drawn is [number, number, boolean, InkAct] {
  return drawn[3][0] === Draw.ink && drawn[3][3] > 0
}

t.test('M27 what a student takes back or does again changes nobody else\'s items', async () => {
  fc.assert(fc.property(drawing, (drawn) => {
    const board = new DrawnBoard()
    const others = (by: number): unknown => board.board.sheets.map((_, sheet) => board.seen(sheet).filter((name) => !name.startsWith(`${by}.`)))
    for (const one of drawn) {
      const [, by, , act] = one
      const steps = by !== TEACHER && (act[0] === Draw.undo || act[0] === Draw.redo)
      const before = steps ? others(by) : null
      board.fold([one])
      if (steps && !same(before, others(by))) return false
    }
    return true
  }), RUNS)
})

t.test('M25 M26 whoever is told now and then what changed sees what the sheet holds', async () => {
  fc.assert(fc.property(drawing, fc.infiniteStream(fc.boolean()), fc.infiniteStream(fc.constantFrom(1, 60, Infinity)), (drawn, when, room) => {
    const board = new DrawnBoard()
    const screen = new Screen()
    for (const one of drawn) {
      board.fold([one])
      if (when.next().value === true) screen.read(board, room)
    }
    screen.read(board, room)
    const whole = new Screen()
    whole.read(board, room)
    return same(screen.seen, whole.seen) && same(screen.seen, (board.picture() as { sheets: unknown[][] }).sheets.flat())
  }), RUNS)
})

t.test('M23 two that fold the same log have the same digest, and one that misses an act has another', async () => {
  fc.assert(fc.property(drawing, fc.nat(100), (drawn, which) => {
    const [a, b] = [folded(drawn), folded(drawn)]
    const less = folded(drawn.toSpliced(which % drawn.length, 1))
    return digestMedia(a.state) === digestMedia(b.state) && digestMedia(a.state) !== digestMedia(less.state)
  }), RUNS)
})

/** A screen that is told of changes. */
class Screen {
  readonly #items = new Map<string, ItemRow>()
  #since = -1

  read ({ board, position }: DrawnBoard, room: Iterator<number>): void {
    for (const { items } of board.sheets) {
      for (const item of items) {
        for (let from = 0; ;) {
          const told = itemRow(item, this.#since, from, room.next().value as number)
          if (told !== null) this.#take(told.row)
          from = told?.next ?? 0
          if (from === 0) break
        }
      }
    }
    this.#since = position
  }

  #take (row: ItemRow): void {
    const name = `${row[0]}.${row[1]}`
    const old = this.#items.get(name)
    if (isGone(row)) {
      this.#items.delete(name)
    } else if (row[4] === Draw.ink && old !== undefined && !isGone(old) && old[4] === Draw.ink) {
      const pieces = [...old[8]]
      for (const [i, piece] of row[8].entries()) pieces[row[7] + i - old[7]] = piece
      old[8] = pieces
    } else {
      this.#items.set(name, row)
    }
  }

  get seen (): unknown {
    return JSON.parse(JSON.stringify([...this.#items.values()].sort((a, b) => a[2] - b[2] || (a[3] ?? 0) - (b[3] ?? 0)))) as unknown
  }
}
