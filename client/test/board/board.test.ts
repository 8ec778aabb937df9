import { mock } from 'node:test'
import t from 'tap'
import { decodePoints } from '../../../server/classroom/ink.ts'
import type { InkPoint } from '../../../server/classroom/ink.ts'
import { Verdict } from '../../../server/classroom/model.ts'
import { Draw, Form } from '../../../server/classroom/whiteboard-model.ts'
import { Down } from '../../../server/wire/messages.ts'
import type { DrawFrame } from '../../../server/wire/messages.ts'
import type { BoardNews, BoardRoom } from '../../src/board/board-room.ts'
import type { Reply } from '../../src/dispatch.ts'
import type { Item } from '../../../server/board/items.ts'
import { OwnWork } from '../../src/board/own-work.ts'
import { OwnStroke } from '../../src/board/own-stroke.ts'
import { SheetLoader } from '../../src/board/sheet-loader.ts'
import { Sheets } from '../../src/board/sheets.ts'
import { EMPTY } from '../../src/view.ts'

const at = (x: number, y: number): InkPoint => ({ x, y, pressure: 128 })
const ID = 1000

/** A room that keeps what is sent and lets the test judge it. */
class TestRoom implements BoardRoom {
  readonly entry = {} as BoardRoom['entry']
  readonly view = EMPTY
  status: BoardRoom['status'] = { is: 'connected' }
  readonly sent: DrawFrame[] = []
  actsUnderWay = 0
  readonly asked: Array<[sheet: number, since: number, from: number]> = []
  #judges: Array<(reply: Reply) => void> = []

  draw (make: (n: number, id: number) => DrawFrame): Promise<Reply> {
    const n = this.sent.length + 1
    this.sent.push(make(n, ID + n))
    return new Promise((resolve) => { this.#judges.push(resolve) })
  }

  /** The verdict on the oldest command without one. */
  async judge (verdict: Verdict): Promise<void> {
    this.#judges.shift()?.({ verdict, position: 1, at: 1 })
    await new Promise(setImmediate)
  }

  askSheet (sheet: number, since: number, from: number): void {
    this.asked.push([sheet, since, from])
  }

  point (): void {}

  onBoard (_hear: (news: BoardNews) => void): () => void {
    return () => {}
  }
}

function work (): { room: TestRoom, own: OwnWork, refusals: string[] } {
  const room = new TestRoom()
  const refusals: string[] = []
  return { room, refusals, own: new OwnWork(room, () => {}, (why) => { refusals.push(why) }) }
}

const BOX: Item = { by: 3, id: 0, sheet: 0, z: 0, kind: Draw.shape, form: Form.rectangle, colour: 1, width: 28, x: 0, y: 0, toX: 90, toY: 90 }

t.test('M22 a stroke shows at once and is sent in pieces under the id of its first', async (t) => {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval'] })
  const { room, own } = work()
  own.begin(3, 0, 2, 28, at(0, 0))
  own.goOn([at(10, 0), at(20, 0)], [at(30, 0)])
  const xs = own.items(0).flatMap((item) => item.kind === Draw.ink ? item.points.map(({ x }) => x) : [])
  t.same(xs, [0, 10, 20, 30], 'also where the pen is expected')
  t.same(own.items(1), [])
  t.same(room.sent, [], 'nothing goes before its time')
  mock.timers.tick(100)
  own.goOn([at(400, 0), at(400, 300)], [])
  own.end()
  const acts = room.sent.map(([, , act]) => act)
  t.same(acts.map((act) => act.slice(0, 6)), [[Draw.ink, 0, ID + 1, 0, 2, 28], [Draw.ink, 0, ID + 1, 1, 2, 28]])
  t.same(acts.flatMap((act) => act[0] === Draw.ink ? decodePoints(act[6]) ?? [] : []).map(({ x, y }) => [x, y]), [[0, 0], [20, 0], [400, 0], [400, 300]], 'what was expected only is not sent')
  t.same([...own.hidden()], [`3:${ID + 1}`], 'the log’s own is not drawn beside it')
  t.equal(own.latest, ID + 1)
  mock.timers.reset()
})

t.test('M23 while nothing can be sent a stroke waits in one piece', async (t) => {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval'] })
  const { room, own } = work()
  room.status = { is: 'reconnecting' }
  own.begin(3, 0, 2, 28, at(0, 0))
  for (let i = 1; i <= 20; i++) {
    own.goOn([at(i * 100, 0)], [])
    mock.timers.tick(100)
  }
  t.same(room.sent, [])
  own.end()
  t.equal(room.sent.length, 1)
  mock.timers.reset()
})

t.test('what the log shows need not show from here', async (t) => {
  const { room, own } = work()
  own.begin(3, 0, 2, 28, at(0, 0))
  own.end()
  void own.put(BOX)
  t.equal(own.items(0).length, 2)
  const stroke: Item = { by: 3, id: ID + 1, sheet: 0, z: 1, kind: Draw.ink, colour: 2, width: 28, pieces: [[at(0, 0)]], points: [at(0, 0)] }
  own.compare((_, name) => name === `3:${ID + 1}` ? stroke : undefined)
  t.same(own.items(0).map(({ kind }) => kind), [Draw.shape])
  own.gone(`3:${ID + 2}`)
  t.same([own.items(0), own.hidden().size], [[], 0])
  await room.judge(Verdict.accepted)
  await room.judge(Verdict.accepted)
  t.equal(own.latest, null)
})

t.test('what was not taken goes, and is told once', async (t) => {
  const { room, own, refusals } = work()
  void own.put(BOX)
  await room.judge(Verdict.full)
  t.same([own.items(0), refusals], [[], ['full']])
  void own.erase([[3, 7], [4, 8]])
  t.same([...own.hidden()].sort(), ['3:7', '4:8'], 'erased at once')
  await room.judge(Verdict.stale)
  t.same([own.hidden().size, refusals], [0, ['full', 'refused']], 'and back where that was refused')
  own.begin(3, 0, 2, 28, at(0, 0))
  own.end()
  await room.judge(Verdict.notAllowed)
  t.same([own.items(0), refusals.length], [[], 3])
})

t.test('M23 no more acts are under way than the log remembers, but pieces go on', async (t) => {
  const { room, own, refusals } = work()
  room.actsUnderWay = 32
  await own.put(BOX)
  await own.erase([[3, 7]])
  t.same([room.sent, own.items(0), own.hidden().size, refusals], [[], [], 0, ['waiting', 'waiting']])
  own.begin(3, 0, 2, 28, at(0, 0))
  own.end()
  t.equal(room.sent.length, 1)
})

t.test('a stroke that was not meant leaves nothing, unless some of it was sent', async (t) => {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval'] })
  const { room, own } = work()
  own.begin(3, 0, 2, 28, at(0, 0))
  own.giveUp()
  mock.timers.tick(200)
  t.same([own.items(0), room.sent], [[], []])
  own.begin(3, 0, 2, 28, at(0, 0))
  mock.timers.tick(100)
  own.goOn([at(50, 0)], [])
  own.giveUp()
  t.same([own.items(0).length, room.sent.length], [1, 2], 'then it ends here')
  mock.timers.reset()
})

t.test('a stroke without end goes on as another', async (t) => {
  const stroke = new OwnStroke(1, 0, 0, 28, at(0, 0))
  t.equal(stroke.long, false)
  stroke.add(Array.from({ length: 2000 }, (_, i) => at(i, i)), [])
  t.equal(stroke.long, true)
  t.same(stroke.last, at(1999, 1999))
  stroke.cut()
  t.same([stroke.cut(), stroke.last], [null, at(1999, 1999)], 'nothing is sent twice')
  mock.timers.enable({ apis: ['setTimeout', 'setInterval'] })
  const { own } = work()
  own.begin(3, 0, 2, 28, at(0, 0))
  own.goOn(Array.from({ length: 2000 }, (_, i) => at(i, 0)), [])
  t.same(own.items(0).map((item) => item.kind === Draw.ink && item.points[0]?.x), [0, 1999])
  own.clear()
  t.same(own.items(0), [])
  mock.timers.reset()
})

t.test('M26 pages are asked for one at a time, and anew after a hole', async (t) => {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval'] })
  const room = new TestRoom()
  const sheets = new Sheets(() => {})
  const loader = new SheetLoader(room, sheets)
  loader.load(0)
  loader.load(0)
  t.same(room.asked, [[0, -1, 0]])
  t.equal(loader.page([Down.sheet, 0, 5, true, 9, []]), false)
  t.same(room.asked.at(-1), [0, -1, 9])
  loader.restart(false)
  t.equal(loader.page([Down.sheet, 0, 5, true, -1, []]), false, 'what was on its way is worth nothing')
  t.same(room.asked.at(-1), [0, -1, 0])
  loader.restart(true)
  t.same([room.asked.length, room.asked.at(-1)], [4, [0, -1, 0]], 'over a new line it is asked for at once')
  mock.timers.tick(5000)
  t.equal(room.asked.length, 5, 'and again when nothing came')
  t.equal(loader.page([Down.sheet, 0, 6, true, -1, []]), true)
  t.same([sheets.has(0), sheets.since(0)], [true, 6])
  t.equal(loader.page([Down.sheet, 0, 7, true, -1, []]), false, 'what nobody asked for is left')
  loader.load(1)
  loader.close()
  mock.timers.tick(20_000)
  t.equal(room.asked.length, 6)
  mock.timers.reset()
})
