import t from 'tap'
import { Changed } from '../../classroom/changed.ts'
import { digestMedia } from '../../classroom/digest.ts'
import { BOARD_LIMITS } from '../../classroom/limits.ts'
import { Media } from '../../classroom/media-events.ts'
import type { MediaEvent } from '../../classroom/media-events.ts'
import { foldMedia } from '../../classroom/media-lane.ts'
import { MediaAct } from '../../classroom/media.ts'
import { Verdict } from '../../classroom/model.ts'
import { itemRow, penPart } from '../../classroom/whiteboard-views.ts'
import { Draw, Form } from '../../classroom/whiteboard-model.ts'
import type { DrawAct } from '../../classroom/whiteboard-model.ts'
import { AT, DrawnBoard, LESSON, TEACHER, points } from './drawn-board.ts'

const RECTANGLE: DrawAct = [Draw.shape, 0, Form.rectangle, 2, 8, 10, 20, 300, 400]
const TEXT: DrawAct = [Draw.text, 0, 3, 120, 50, 60, '교착 상태']
const PICTURE = 'p'.repeat(22)

t.test('M1 M22 a broken act makes its event unreadable, and bytes that are no piece a bad one', async (t) => {
  const drawn = new DrawnBoard()
  drawn.stroke(TEACHER)
  const before = digestMedia(drawn.state)
  const broken: unknown[] = [null, [], [99], [Draw.ink, 0, 1, 0, 0, 2], [Draw.ink, 50, 1, 0, 0, 2, points()], [Draw.shape, 0, 4, 0, 2, 0, 0, 0, 0],
    [Draw.text, 0, 0, 39, 0, 0, 'a'], [Draw.erase, [[0]]], [Draw.erase, Array(51).fill([0, 1])], [Draw.erase, [3]], [Draw.undo, 0], [Draw.invite, -1, true]]
  for (const act of broken) t.match(foldMedia(drawn.state, [Media.board, LESSON, AT, AT, [[9, 0, true, act]]] as MediaEvent, 9), [{ verdict: Verdict.unreadable }])
  for (const list of [3, [3], [[1, 0, 'yes', [Draw.show, true]]]]) t.match(foldMedia(drawn.state, [Media.board, LESSON, AT, AT, list] as unknown as MediaEvent, 9), [{ verdict: Verdict.unreadable }])
  t.equal(digestMedia(drawn.state), before)
  t.match(drawn.act(TEACHER, [Draw.ink, 0, 77, 0, 1, 12, new Uint8Array([7])]), { verdict: Verdict.badAnswer, applied: false, changed: 0 })
})

t.test('M20 items lie in the order of the log, with all that a screen needs', async (t) => {
  const drawn = new DrawnBoard()
  drawn.share(PICTURE)
  const stroke = drawn.stroke(TEACHER)
  t.match(drawn.act(TEACHER, RECTANGLE, 100), { verdict: Verdict.accepted, changed: Changed.ink, person: TEACHER })
  drawn.act(TEACHER, TEXT, 101)
  drawn.act(TEACHER, [Draw.image, 0, PICTURE, 5, 6, 640, 360], 102)
  t.match(drawn.act(TEACHER, [Draw.ink, 0, stroke, 1, 5, 40, points(3)]), { verdict: Verdict.accepted, person: -1 }, 'colour and width are those of the piece that came first')
  const rows = drawn.board.sheets[0]!.items.map((item) => itemRow(item, -1, 0, Infinity)?.row)
  t.same(rows, [
    [TEACHER, stroke, 0, 0, Draw.ink, 1, 12, 0, [points(), points(3)]],
    [TEACHER, 100, 0, 1, Draw.shape, Form.rectangle, 2, 8, 10, 20, 300, 400],
    [TEACHER, 101, 0, 2, Draw.text, 3, 120, 50, 60, '교착 상태'],
    [TEACHER, 102, 0, 3, Draw.image, PICTURE, 5, 6, 640, 360, '그림']
  ])
  t.match(drawn.act(TEACHER, [Draw.image, 0, 'q'.repeat(22), 5, 6, 640, 360]), { verdict: Verdict.badAnswer }, 'nobody has shared it')
  t.match(drawn.act(TEACHER, [Draw.shape, 1, Form.line, 0, 2, 0, 0, 9, 9]), { verdict: Verdict.badAnswer }, 'no such sheet')
  t.match(drawn.act(TEACHER, [Draw.ink, 0, 100, 1, 1, 12, points()]), { verdict: Verdict.badAnswer }, 'a rectangle does not grow')
})

t.test('M21 only teachers draw, and students while they are invited; each erases what he may', async (t) => {
  const drawn = new DrawnBoard()
  const refused = drawn.act(1, RECTANGLE)
  t.match(refused, { verdict: Verdict.notAllowed, applied: false, changed: 0, person: -1 })
  t.equal(drawn.board.save(), null, 'nobody has used it')
  t.match(drawn.act(TEACHER, [Draw.invite, 1, true]), { verdict: Verdict.accepted, changed: Changed.whiteboard, person: 1 })
  drawn.invite(2)
  const mine = drawn.stroke(1)
  const others = drawn.stroke(2)
  const teachers = drawn.stroke(TEACHER)
  for (const act of [[Draw.clear, 0], [Draw.show, true], [Draw.turn, 0], [Draw.add, 1], [Draw.invite, 3, true]] as DrawAct[]) {
    t.match(drawn.act(1, act), { verdict: Verdict.notAllowed })
  }
  t.match(drawn.act(1, [Draw.erase, [[1, mine], [2, others]]]), { verdict: Verdict.notAllowed })
  t.equal(drawn.seen().length, 3)
  t.match(drawn.act(1, [Draw.erase, [[1, mine]]]), { verdict: Verdict.accepted })
  t.match(drawn.act(TEACHER, [Draw.erase, [[2, others], [9, 9]]]), { verdict: Verdict.accepted })
  t.same(drawn.seen(), [`${TEACHER}.${teachers}`])
  t.match(drawn.act(TEACHER, [Draw.erase, [[2, others]]]), { verdict: Verdict.accepted, applied: false }, 'it is gone already')
  drawn.act(TEACHER, [Draw.invite, 1, false])
  t.match(drawn.act(1, RECTANGLE), { verdict: Verdict.notAllowed })
  t.same(penPart(drawn.board, 1, false)[0], false)
  t.same(penPart(null, 1, false), [false, 0, 0])
  for (let who = 3; drawn.board.invited.size < BOARD_LIMITS.invited; who++) drawn.invite(who)
  t.match(drawn.act(TEACHER, [Draw.invite, 99, true]), { verdict: Verdict.full })
  t.match(drawn.act(TEACHER, [Draw.invite, 2, true]), { verdict: Verdict.accepted }, 'who is invited stays so')
})

t.test('M23 pieces and commands that come again change nothing, whatever happened meanwhile', async (t) => {
  const drawn = new DrawnBoard()
  const piece: DrawAct = [Draw.ink, 0, 50, 0, 1, 12, points()]
  drawn.act(TEACHER, piece, 50)
  const rectangle = drawn.act(TEACHER, RECTANGLE, 51)
  drawn.act(TEACHER, [Draw.undo, 51], 52)
  drawn.act(TEACHER, [Draw.undo, 50], 53)
  const before = drawn.picture([TEACHER])
  t.match(drawn.act(TEACHER, piece, 50), { verdict: Verdict.accepted, applied: false, changed: 0 })
  t.match(drawn.act(TEACHER, RECTANGLE, 51), { verdict: Verdict.accepted, applied: false, position: rectangle.position, at: rectangle.at })
  t.match(drawn.act(TEACHER, [Draw.undo, 50], 53), { verdict: Verdict.accepted, applied: false })
  t.same(drawn.picture([TEACHER]), before)
  drawn.stroke(TEACHER)
  t.match(drawn.act(TEACHER, [Draw.ink, 0, 50, 1, 1, 12, points()]), { verdict: Verdict.accepted, applied: false }, 'more of a stroke that is gone for good')
  for (let i = 0; i < 40; i++) drawn.act(TEACHER, [Draw.show, true])
  t.match(drawn.act(TEACHER, RECTANGLE, 51), { verdict: Verdict.accepted, applied: false }, 'known by its item when its id is forgotten')
})

t.test('M22 pieces may come in any order; one that is missing is left open', async (t) => {
  const drawn = new DrawnBoard()
  drawn.act(TEACHER, [Draw.ink, 0, 7, 2, 1, 12, points(2, 200)])
  const [item] = drawn.board.sheets[0]!.items
  t.same(itemRow(item!, -1, 0, Infinity)?.row.slice(7), [2, [points(2, 200)]])
  drawn.act(TEACHER, [Draw.ink, 0, 7, 0, 1, 12, points(2, 0)])
  t.same(itemRow(item!, -1, 0, Infinity)?.row.at(-1), [points(2, 0), new Uint8Array(0), points(2, 200)])
  const since = drawn.position
  drawn.act(TEACHER, [Draw.ink, 0, 7, 1, 1, 12, points(2, 100)])
  t.same(itemRow(item!, since, 0, Infinity)?.row.slice(7), [1, [points(2, 100), points(2, 200)]], 'more of it begins with the first new piece')
  t.equal(itemRow(item!, drawn.position, 0, Infinity), null)
  t.same(itemRow(item!, -1, 0, 1), { row: [TEACHER, 7, 0, 0, Draw.ink, 1, 12, 0, [points(2, 0)]], next: 1 }, 'a piece a page where more do not fit')
  t.match(itemRow(item!, -1, 1, Infinity), { next: 0 })
  drawn.act(TEACHER, [Draw.add, 1])
  t.match(drawn.act(TEACHER, [Draw.ink, 1, 7, 3, 1, 12, points()]), { verdict: Verdict.badAnswer }, 'a stroke is on one sheet')
})

t.test('M27 everyone takes back and does again his own, the last one first', async (t) => {
  const drawn = new DrawnBoard()
  drawn.invite(1)
  const [a, b, c] = [drawn.stroke(TEACHER), drawn.stroke(1), drawn.stroke(TEACHER)]
  t.same(penPart(drawn.board, TEACHER, true), [true, c, 0])
  t.match(drawn.act(TEACHER, [Draw.undo, a]), { verdict: Verdict.stale }, 'not its turn')
  t.match(drawn.act(1, [Draw.undo, c]), { verdict: Verdict.stale }, 'not his')
  t.match(drawn.act(2, [Draw.undo, c]), { verdict: Verdict.notAllowed })
  t.match(drawn.act(TEACHER, [Draw.redo, c]), { verdict: Verdict.stale }, 'it stands')
  t.match(drawn.act(TEACHER, [Draw.undo, c]), { verdict: Verdict.accepted, person: TEACHER })
  t.same(drawn.seen(), [`0.${a}`, `1.${b}`])
  t.same(penPart(drawn.board, TEACHER, true), [true, a, c])
  t.match(drawn.act(TEACHER, [Draw.redo, c]), { verdict: Verdict.accepted })
  t.same(drawn.seen(), [`0.${a}`, `1.${b}`, `0.${c}`], 'at its old place')
  drawn.act(TEACHER, [Draw.undo, c])
  const d = drawn.stroke(TEACHER)
  t.match(drawn.act(TEACHER, [Draw.redo, c]), { verdict: Verdict.stale }, 'something new ends it')
  t.same(penPart(drawn.board, TEACHER, true), [true, d, 0])
})

t.test('M27 an erasing and a clearing are taken back; what another erased meanwhile stays erased', async (t) => {
  const drawn = new DrawnBoard()
  drawn.invite(1)
  const [a, b] = [drawn.stroke(1), drawn.stroke(1)]
  const clear = drawn.next()
  t.match(drawn.act(TEACHER, [Draw.clear, 0], clear), { verdict: Verdict.accepted })
  t.match(drawn.act(TEACHER, [Draw.clear, 0]), { verdict: Verdict.accepted, applied: false }, 'there is nothing more')
  t.match(drawn.act(TEACHER, [Draw.clear, 9]), { verdict: Verdict.accepted, applied: false })
  t.same(drawn.seen(), [])
  drawn.act(1, [Draw.undo, b])
  drawn.act(TEACHER, [Draw.undo, clear])
  t.same(drawn.seen(), [`1.${a}`], 'its author has taken the other back')
  const erase = drawn.next()
  drawn.act(1, [Draw.erase, [[1, a]]], erase)
  drawn.act(TEACHER, [Draw.redo, clear])
  drawn.act(TEACHER, [Draw.undo, clear])
  t.same(drawn.seen(), [], 'the student has erased it himself')
  drawn.act(1, [Draw.undo, erase])
  t.same(drawn.seen(), [`1.${a}`])
  drawn.act(TEACHER, [Draw.redo, clear])
  t.same(drawn.seen(), [])
})

t.test('M27 the last 50 actions can be taken back; what was erased longer ago is gone for good', async (t) => {
  const drawn = new DrawnBoard()
  const old = drawn.stroke(TEACHER)
  const kept = drawn.stroke(TEACHER)
  drawn.act(TEACHER, [Draw.erase, [[TEACHER, old]]])
  const [item] = drawn.board.sheets[0]!.items
  const last: number[] = []
  for (let i = 0; i < BOARD_LIMITS.undo; i++) last.push(drawn.stroke(TEACHER))
  t.equal(item!.made, null)
  t.equal(item!.pieces.size, 0, 'and takes no room')
  t.same(itemRow(item!, 0, 0, 100)?.row, [TEACHER, old, 0], 'who does not know it yet is told')
  t.equal(itemRow(item!, -1, 0, 100), null)
  for (const id of last.reverse()) drawn.act(TEACHER, [Draw.undo, id])
  t.same(drawn.seen(), [`0.${kept}`])
  t.same(penPart(drawn.board, TEACHER, true)[1], 0)
})

t.test('M27 what is lost for two reasons is buried once', async (t) => {
  const drawn = new DrawnBoard()
  drawn.invite(1)
  const mine = drawn.stroke(1)
  drawn.act(TEACHER, [Draw.erase, [[1, mine]]])
  drawn.act(1, [Draw.undo, mine])
  drawn.stroke(1)
  const { alive } = drawn.board.sheets[0]!
  for (let i = 0; i < BOARD_LIMITS.undo + 1; i++) drawn.stroke(TEACHER)
  t.equal(drawn.board.sheets[0]!.alive, alive + BOARD_LIMITS.undo + 1)
})

t.test('M21 sheets are added and turned by teachers, by how many there were', async (t) => {
  const drawn = new DrawnBoard()
  t.match(drawn.act(TEACHER, [Draw.add, 1]), { verdict: Verdict.accepted, changed: Changed.whiteboard })
  t.match(drawn.act(TEACHER, [Draw.add, 1]), { verdict: Verdict.stale }, 'two presses add one')
  t.equal(drawn.board.sheet, 1)
  drawn.stroke(TEACHER, 1)
  t.match(drawn.act(TEACHER, [Draw.turn, 0]), { verdict: Verdict.accepted })
  t.match(drawn.act(TEACHER, [Draw.turn, 2]), { verdict: Verdict.badAnswer })
  t.match(drawn.act(TEACHER, [Draw.show, true]), { verdict: Verdict.accepted })
  t.match(drawn.picture(), { shown: true, sheet: 0, sheets: [[], [[0]]] })
  for (let sheets = 2; sheets < BOARD_LIMITS.sheets; sheets++) drawn.act(TEACHER, [Draw.add, sheets])
  t.match(drawn.act(TEACHER, [Draw.add, BOARD_LIMITS.sheets]), { verdict: Verdict.full })
})

t.test('M29 X40 a stroke of a million points ends at 8,192', async (t) => {
  const drawn = new DrawnBoard()
  const verdicts = new Map<number, number>()
  for (let no = 0; no < BOARD_LIMITS.strokePieces; no++) {
    const { verdict } = drawn.act(TEACHER, [Draw.ink, 0, 9000, no, 1, 12, points(BOARD_LIMITS.piecePoints)])
    verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1)
  }
  t.same([...verdicts], [[Verdict.accepted, 32], [Verdict.full, BOARD_LIMITS.strokePieces - 32]])
  t.equal(drawn.board.sheets[0]!.items[0]!.points, BOARD_LIMITS.strokePoints)
})

t.test('M29 a sheet, a lesson and a student have their limits, and what is gone for good makes room', async (t) => {
  const drawn = new DrawnBoard()
  drawn.invite(1)
  const fill = (): void => { while (drawn.act(TEACHER, RECTANGLE).verdict === Verdict.accepted); }
  fill()
  t.equal(drawn.board.sheets[0]!.alive, BOARD_LIMITS.items)
  t.match(drawn.act(TEACHER, [Draw.ink, 0, 1e9, 0, 1, 12, points()]), { verdict: Verdict.full })
  drawn.act(TEACHER, [Draw.clear, 0])
  drawn.act(TEACHER, [Draw.add, 1])
  for (let i = 0; i < BOARD_LIMITS.undo; i++) drawn.stroke(TEACHER, 1)
  t.equal(drawn.board.sheets[0]!.alive, 0)
  t.match(drawn.act(TEACHER, RECTANGLE), { verdict: Verdict.accepted })

  let bytes = 0
  for (let no = 0; ; no++) {
    const piece = points(BOARD_LIMITS.piecePoints)
    if (drawn.act(1, [Draw.ink, 1, 1e6 + Math.floor(no / 32), no % 32, 1, 12, piece]).verdict !== Verdict.accepted) break
    bytes += piece.length
  }
  t.ok(bytes <= BOARD_LIMITS.studentBytes && bytes > BOARD_LIMITS.studentBytes * 0.9, `${bytes} bytes of a student`)
  t.match(drawn.act(1, [Draw.text, 1, 0, 100, 0, 0, '가'.repeat(500)]), { verdict: Verdict.full })
  t.match(drawn.act(TEACHER, [Draw.text, 1, 0, 100, 0, 0, '가'.repeat(500)]), { verdict: Verdict.accepted })

  for (let sheet = 2; ; sheet++) {
    drawn.act(TEACHER, [Draw.add, sheet])
    while (drawn.act(TEACHER, [Draw.shape, sheet, Form.line, 0, 2, 0, 0, 9, 9]).verdict === Verdict.accepted);
    if (drawn.board.sheets[sheet]!.alive < BOARD_LIMITS.items) break
  }
  const ever = drawn.board.sheets.reduce((sum, { items }) => sum + items.length, 0)
  t.equal(ever, BOARD_LIMITS.itemsEver)
})

t.test('M29 a picture that is removed or refused is gone from all sheets for good', async (t) => {
  const drawn = new DrawnBoard()
  const act = (what: MediaAct): unknown => foldMedia(drawn.state, [Media.act, LESSON, AT, AT, drawn.next(), TEACHER, true, what, PICTURE, what === MediaAct.show ? 1 : 0], ++drawn.position)
  drawn.share(PICTURE)
  drawn.stroke(TEACHER)
  const picture = drawn.act(TEACHER, [Draw.image, 0, PICTURE, 0, 0, 100, 100]).id
  const other = drawn.stroke(TEACHER)
  t.match(act(MediaAct.show), [{ changed: Changed.shared }])
  t.match(act(MediaAct.reject), [{ changed: Changed.shared | Changed.ink }])
  t.equal(drawn.seen().length, 2)
  t.match(drawn.act(TEACHER, [Draw.image, 0, PICTURE, 0, 0, 100, 100]), { verdict: Verdict.badAnswer })
  drawn.act(TEACHER, [Draw.undo, other])
  drawn.act(TEACHER, [Draw.undo, picture])
  drawn.act(TEACHER, [Draw.redo, picture])
  t.equal(drawn.seen().length, 1, 'doing it again does not bring it back')
  t.match(act(MediaAct.remove), [{ changed: Changed.shared }])
})

t.test('M2 M29 the end of the lesson ends the board', async (t) => {
  const drawn = new DrawnBoard()
  drawn.stroke(TEACHER)
  foldMedia(drawn.state, [Media.end, LESSON, AT, AT + 9], 99)
  t.match(drawn.act(TEACHER, RECTANGLE), { verdict: Verdict.notOpen, id: 0 })
  foldMedia(drawn.state, [Media.board, 'L2', AT + 10, AT + 11, [[1, TEACHER, true, [Draw.show, true]]]], 100)
  t.same(drawn.seen(), [])
})
