import fc from 'fast-check'
import t from 'tap'
import { digestMedia } from '../../classroom/digest.ts'
import { BOARD_LIMITS, KEPT_IDS } from '../../classroom/limits.ts'
import { restoreMedia, saveMedia } from '../../classroom/media-checkpoint.ts'
import { Media } from '../../classroom/media-events.ts'
import type { MediaEvent } from '../../classroom/media-events.ts'
import { createMedia, foldMedia } from '../../classroom/media-lane.ts'
import type { MediaState } from '../../classroom/media-lane.ts'
import { Verdict } from '../../classroom/model.ts'
import { Draw } from '../../classroom/whiteboard-model.ts'
import { decode, encode } from '../../wire/codec.ts'
import { DrawnBoard, TEACHER } from './drawn-board.ts'
import { dice } from './random-lesson.ts'
import { RandomMedia } from './random-media.ts'

const STEPS = 150

/** Folds events whose positions begin behind `from`; what became of each, for comparison. */
function foldAll (state: MediaState, events: MediaEvent[], from = 0): unknown[] {
  return events.flatMap((event, i) => foldMedia(state, event, (from + i + 1) * 1024))
}

/** The state as whoever starts has it, by way of the log. */
function takenUp (state: MediaState): MediaState {
  const saved = saveMedia(state)
  const restored = saved === null ? createMedia() : restoreMedia(decode(encode(saved)))
  if (restored === null) throw new Error('not restored')
  return restored
}

/** A board that goes on where another stands. */
function resumed (board: DrawnBoard): DrawnBoard {
  const other = new DrawnBoard()
  other.position = board.position
  Object.assign(other.state, takenUp(board.state))
  return other
}

t.test('M4 folding on from a checkpoint equals folding from the start, verdict by verdict', async () => {
  fc.assert(fc.property(fc.nat(), fc.nat(STEPS), (seed, cut) => {
    const { events } = new RandomMedia(dice(seed), STEPS)
    const whole = createMedia()
    foldAll(whole, events.slice(0, cut))
    const state = takenUp(whole)
    if (digestMedia(state) !== digestMedia(whole)) return false
    const rest = foldAll(whole, events.slice(cut), cut)
    return JSON.stringify(foldAll(state, events.slice(cut), cut)) === JSON.stringify(rest) && digestMedia(state) === digestMedia(whole)
  }), { numRuns: 60 })
})

t.test('M4 M27 what was taken back, erased and pushed out of reach is so after a checkpoint too', async (t) => {
  const before = new DrawnBoard()
  before.invite(1)
  const strokes = Array.from({ length: 60 }, () => before.stroke(TEACHER))
  before.act(TEACHER, [Draw.erase, [[TEACHER, strokes[0]!], [TEACHER, strokes[1]!]]])
  const mine = before.stroke(1)
  before.act(TEACHER, [Draw.clear, 0])
  before.act(1, [Draw.undo, mine])
  const after = resumed(before)
  for (const board of [before, after]) {
    for (let steps = 0; steps < 70; steps++) {
      const [undo] = board.board.reach(TEACHER)
      board.act(TEACHER, [Draw.undo, undo], 1000 + steps)
    }
    board.act(1, [Draw.redo, mine], 2000)
  }
  t.same([after.seen(), after.board.reach(TEACHER), after.board.reach(1)], [before.seen(), before.board.reach(TEACHER), before.board.reach(1)])
  t.ok(before.seen().length > 0)
  t.equal(digestMedia(after.state), digestMedia(before.state))
})

t.test('M4 M29 limits hold after a checkpoint too', async (t) => {
  const before = new DrawnBoard()
  const text = (board: DrawnBoard, by: number, sheet: number): Verdict => board.act(by, [Draw.text, sheet, 0, 40, 0, 0, '글'.repeat(BOARD_LIMITS.text)]).verdict
  const fill = (sheet: number): void => { while (before.act(TEACHER, [Draw.shape, sheet, 0, 0, 2, 0, 0, 1, 1]).verdict === Verdict.accepted); }
  const isFull = (by: number, sheet: number, what: string, drawn = before): void => {
    for (const board of [drawn, resumed(drawn)]) t.equal(text(board, by, sheet), Verdict.full, what)
  }
  before.invite(1)
  const sheets = BOARD_LIMITS.itemsEver / BOARD_LIMITS.items
  for (let sheet = 1; sheet <= sheets; sheet++) before.act(TEACHER, [Draw.add, sheet])
  while (text(before, 1, 1) === Verdict.accepted);
  isFull(1, 1, 'what a student may draw')
  fill(0)
  isFull(TEACHER, 0, 'items of a sheet')
  for (let sheet = 1; sheet < sheets; sheet++) fill(sheet)
  isFull(TEACHER, sheets, 'items that ever were')
  const heavy = new DrawnBoard()
  for (let sheet = 1; sheet <= 5; sheet++) heavy.act(TEACHER, [Draw.add, sheet])
  for (let sheet = 0; sheet < 5; sheet++) while (text(heavy, TEACHER, sheet) === Verdict.accepted);
  isFull(TEACHER, 5, 'what a board may hold', heavy)
})

t.test('M4 the last ids of everybody are known after a checkpoint, however many he sent', async (t) => {
  const state = createMedia()
  const allow = (n: number, who: number): MediaEvent => [Media.allow, 'L1', 5000, 5000 + n, n, who, true, n % 2 === 0]
  for (let n = 1; n <= KEPT_IDS + 8; n++) foldMedia(state, allow(n, 0), n * 1024)
  foldMedia(state, allow(1, 7), 10 ** 6)
  const restored = takenUp(state)
  for (const [n, who] of [[1, 0], [9, 0], [KEPT_IDS + 8, 0], [1, 7]] as const) {
    t.same(foldMedia(restored, allow(n, who), 2 * 10 ** 6), foldMedia(state, allow(n, who), 2 * 10 ** 6))
  }
  t.equal(digestMedia(restored), digestMedia(state))
})

t.test('M4 a class of which nothing is held has no checkpoint, and one whose lesson is over has a small one', async (t) => {
  const state = createMedia()
  t.equal(saveMedia(state), null)
  foldMedia(state, [Media.end, 'L1', 5000, 6000], 1024)
  t.same(saveMedia(state), [2, 5000, null])
  t.equal(digestMedia(takenUp(state)), digestMedia(state))
})

t.test('M4 what another release saved otherwise, or what is damaged, is not taken up', async (t) => {
  for (const saved of [null, 7, [], [1, 5000, null], [2, 5000], [2, 5000, 7], [2, 5000, ['L1', 5000, [], [], -1, null]]]) t.equal(restoreMedia(saved), null)
})

t.test('M3 a checkpoint in the lane changes nothing for who has read the lane', async (t) => {
  const drawn = new DrawnBoard()
  drawn.stroke(TEACHER)
  const before = digestMedia(drawn.state)
  for (const lesson of ['L1', 'L2', '']) t.same(foldMedia(drawn.state, [Media.checkpoint, lesson, 9e12, 9e12, 1, 1024, 0, 1, new Uint8Array(3)], 4096), [])
  t.equal(digestMedia(drawn.state), before)
})
