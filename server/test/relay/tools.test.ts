import t from 'tap'
import { Role, Seat, Verdict } from '../../classroom/model.ts'
import { PickMode, Tool, ToolState } from '../../classroom/tool-model.ts'
import type { ToolPart } from '../../wire/messages.ts'
import { Down, Up } from '../../wire/messages.ts'
import type { WidgetStep } from '../../wire/messages.ts'
import type { Frame, Phone } from './phone.ts'
import { CLASS, question, relayUnderTest } from './relay-under-test.ts'

const { log, teacher, student, phone, ticket } = await relayUnderTest(t)
const console_ = teacher()
await console_.enter()
await console_.steer(['open', '수업'])
const phones = ['a', 'b', 'c'].map((key) => student(key, { name: `이름 ${key}` }))
for (const phone of phones) await phone.join()
const [a, b, c] = phones as [Phone, Phone, Phone]

const widget = async (...step: WidgetStep) => (await console_.command((n) => [Up.widget, n, step]))[2]
const drawn = (part: Frame | undefined): Frame => part ?? [-1]

void t.test('T2 a draw is made once, on the server, and shows alike on every screen; the drawn phone is told', async (t) => {
  t.equal((await a.command((n) => [Up.pick, n, 0, PickMode.people, 1, false]) as unknown as Frame)[2], 'forbidden')
  const ack = await console_.command((n) => [Up.pick, n, 0, PickMode.people, 2, false])
  t.equal(ack[2], Verdict.accepted)
  const shown = await Promise.all(phones.map((phone) => phone.until(Down.draw, (part) => part[1] === 0)))
  const atConsole = await console_.until(Down.draw, (part) => part[1] === 0) as unknown as Extract<ToolPart, [typeof Down.draw, ...unknown[]]>
  const indices = atConsole[6][0]?.map(([, who]) => who)
  for (const part of shown) {
    t.same((part as unknown as typeof atConsole)[6][0]?.map(([, who]) => who), indices)
    t.notMatch(JSON.stringify(part), /이름/, 'names are hidden')
    t.same(part.slice(1, 6), atConsole.slice(1, 6), 'the same time and seed everywhere')
  }
  t.match(JSON.stringify(atConsole), /이름/)
  t.equal((await console_.command((n) => [Up.pick, n, 0, PickMode.people, 1, false]))[2], Verdict.stale, 'pressed twice it draws once')
  const chosen = phones.filter((phone) => drawn(phone.parts.get(Down.drawn))[2] === 0)
  t.equal(chosen.length, 2)
  const [one] = chosen as [Phone]
  t.equal((await one.command((n) => [Up.pass, n, 0]))[2], Verdict.accepted)
  await one.until(Down.drawn, (part) => part[2] === -1)
  await a.until(Down.draw, (part) => (part[6] as unknown[][])[0]?.length === 1)
})

void t.test('T3 who was chosen comes later, who is away or has answered is not drawn', async (t) => {
  t.equal((await console_.command((n) => [Up.pick, n, 1, PickMode.people, 1, false]))[2], Verdict.accepted)
  const rows = await console_.until(Down.draws, (part) => (part[1] as unknown[]).length === 2)
  const [[, , , , [last]], [, , , , first]] = rows[1] as Array<[number, number, number, number, string[]]> as [[number, number, number, number, string[]], [number, number, number, number, string[]]]
  t.notOk(first.includes(last ?? ''), 'the third of three, not one of the two drawn before')
  await console_.steer(['ask', 0, 1, '', question()])
  await a.command((n) => [Up.answer, n, 0, 0, 1, 1])
  await b.command((n) => [Up.answer, n, 0, 0, 1, 1])
  t.equal((await console_.command((n) => [Up.pick, n, 2, PickMode.people, 8, true]))[2], Verdict.accepted)
  const part = await console_.until(Down.draw, (part) => part[1] === 2)
  t.match(part[6], [[['이름 c']]])
  t.equal(part[5], 1, 'a pool of one')
  await c.command((n) => [Up.answer, n, 0, 0, 1, 1])
  const nobody = await console_.command((n) => [Up.pick, n, 3, PickMode.people, 1, true]) as unknown as Frame
  t.equal(nobody[2], 'nobody')
  t.equal((await console_.command((n) => [Up.pick, n, 3, PickMode.groups, 1, false]) as unknown as Frame)[2], 'nobody', 'no group of one')
  await console_.command((n) => [Up.pick, n, 3, PickMode.groups, 2, false])
  t.same((await a.until(Down.drawn, (part) => part[1] === 3)).slice(2, 3), [0])
  t.equal(await widget('away'), Verdict.accepted)
  await b.until(Down.draw, (part) => part[1] === -1)
})

void t.test('T14 who is excused is not drawn, after a fresh view and on another device too; where nobody else is left the draw says so', async (t) => {
  const pick = async (no: number, mode: PickMode = PickMode.people) => await console_.command((n) => [Up.pick, n, no, mode, 2, false]) as unknown as Frame
  const indexOf = (phone: Phone) => phone.parts.get(Down.me)?.[1] as number
  const excuse = async (phone: Phone, excused: boolean, from = console_) => (await from.command((n) => [Up.steer, n, 0, ['excuse', indexOf(phone), excused]]) as unknown as Frame)[2]
  t.equal(await excuse(b, true, a), 'forbidden', 'no student excuses')
  t.equal(await excuse(a, true), Verdict.accepted)
  t.equal(await excuse(b, true), Verdict.accepted)
  t.equal((await pick(4))[2], Verdict.accepted)
  const part = await console_.until(Down.draw, (part) => part[1] === 4)
  t.match(part.slice(5, 7), [1, [[['이름 c']]]])
  t.equal(await excuse(c, true), Verdict.accepted)
  for (const mode of [PickMode.people, PickMode.groups]) t.equal((await pick(5, mode))[2], 'all-excused')
  const tablet = phone(ticket({ sub: 'teacher', name: '김서연', role: Role.teacher, seat: Seat.remote }))
  await tablet.enter()
  const page = tablet.next((frame) => frame[0] === Down.roster)
  tablet.send([Up.roster, 0])
  t.same(((await page)[2] as unknown[][]).map((row) => [row[1], row[12]]), [['김서연', false], ['이름 a', true], ['이름 b', true], ['이름 c', true]])
  for (const phone of phones) await excuse(phone, false, tablet)
  t.equal((await tablet.command((n) => [Up.pick, n, 5, PickMode.groups, 2, false]) as unknown as Frame)[2], Verdict.accepted)
  t.equal(tablet.parts.get(Down.draw)?.[5], 3)
  await tablet.command((n) => [Up.widget, n, ['away']])
})

void t.test('T6 clock, light and dice are the same for who is here, who comes late and who comes back', async (t) => {
  t.equal(await widget('timer', 1, true, 180_000), Verdict.accepted)
  await widget('light', 3)
  await widget('dice', 2)
  const here = await a.until(Down.widgets, (part) => (part[3] as number[]).length === 2)
  t.ok((here[3] as number[]).every((face) => face >= 1 && face <= 6))
  const late = student('late')
  await late.join()
  t.same(late.parts.get(Down.widgets), here)
  late.send([Up.resync, [-1, -1, -1]])
  await late.next((frame) => frame[0] === Down.view)
  t.same(late.parts.get(Down.widgets), here)
  t.equal((await a.command((n) => [Up.widget, n, ['light', 1]]) as unknown as Frame)[2], 'forbidden')
})

void t.test('T7 hands, T9 wall, T10 cloud: what one says, all see, each by name only where names show', async (t) => {
  await widget('tool', Tool.hands, ToolState.open, '')
  await widget('tool', Tool.wall, ToolState.held, '')
  await widget('tool', Tool.cloud, ToolState.open, '오늘 배운 것')
  await b.command((n) => [Up.hand, n, true])
  await a.command((n) => [Up.hand, n, true])
  const queue = await console_.until(Down.queue, (part) => (part[1] as unknown[]).length === 2)
  t.match(queue[1], [[Number, '이름 b'], [Number, '이름 a']])
  await c.until(Down.hands, (part) => part[1] === 2)
  await widget('lower', -1)
  await a.until(Down.said, (part) => part[1] === false)
  await a.command((n) => [Up.post, n, '왜 교착 상태가 되나요?'])
  await console_.until(Down.wall, (part) => part[1] === 1)
  t.equal(b.parts.get(Down.wall)?.[1], 0, 'it waits')
  await widget('judge', 0, 1)
  const wall = await b.until(Down.wall, (part) => part[1] === 1)
  t.notMatch(JSON.stringify(wall), /이름/)
  t.equal((await b.command((n) => [Up.vote, n, 0, true]))[2], Verdict.accepted)
  await c.until(Down.wall, (part) => (part[2] as unknown[][])[0]?.[2] === 1)
  t.equal((await c.command((n) => [Up.word, n, '교착']))[2], Verdict.accepted)
  t.equal((await b.command((n) => [Up.word, n, '교착은']))[2], Verdict.accepted)
  await a.until(Down.cloud, (part) => JSON.stringify(part[2]) === '[["교착",2]]')
  await widget('hideWord', '교착', true)
  await a.until(Down.cloud, (part) => (part[2] as unknown[]).length === 0)
})

void t.test('T8 X20 reactions are sums, a flood of them is tamed and costs no record and no delivery of its own', async (t) => {
  const early = a.frames.length
  a.send([Up.react, 0])
  await widget('tool', Tool.reactions, ToolState.open, '')
  b.send([Up.react, 0], [Up.react, 8])
  await console_.until(Down.moods, (part) => (part[1] as number[])[0] === 1)
  await console_.until(Down.pace, (part) => part[3] === 1)
  const before = await log.end(log.partitionOf(CLASS), 'socket')
  const told = console_.next((frame) => frame[0] === Down.moods)
  for (let i = 0; i < 10; i++) c.send(...Array.from({ length: 1000 }, () => [Up.react, 1]))
  await c.next((frame) => frame[0] === Down.error && frame[2] === 'slow-down')
  const sums = (await told)[1] as number[]
  t.ok((sums[1] as number) >= 1 && (sums[1] as number) <= 10, `${sums[1]} of 10,000 count`)
  t.notOk(a.frames.slice(early).some((frame) => frame[0] === Down.moods || frame[0] === Down.pace), 'students are sent none of it')
  t.ok(await log.end(log.partitionOf(CLASS), 'socket') - before <= 4, 'a few records for 10,000 taps')
})
