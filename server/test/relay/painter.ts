import { encodePoints } from '../../classroom/ink.ts'
import { Media } from '../../classroom/media-events.ts'
import type { MediaBoard } from '../../classroom/media-events.ts'
import { Draw } from '../../classroom/whiteboard-model.ts'
import type { DrawAct } from '../../classroom/whiteboard-model.ts'
import { isGone } from '../../classroom/whiteboard-views.ts'
import type { ItemRow, StrokeRow } from '../../classroom/whiteboard-views.ts'
import type { Verdict } from '../../classroom/model.ts'
import { decode, encode } from '../../wire/codec.ts'
import { Down, Up } from '../../wire/messages.ts'
import type { InkDown, SheetPage } from '../../wire/messages.ts'
import type { Frame, Phone } from './phone.ts'
import type { UnderTest } from './relay-under-test.ts'
import { until } from './relays-under-test.ts'

/** A straight piece of a stroke. */
export function points (x: number, y: number, count = 3): Uint8Array {
  return encodePoints(Array.from({ length: count }, (_, i) => ({ x: x + i, y, pressure: 200 })))
}

/** Does something to the board; resolves with the verdict, or with the code of the error. */
export async function act (by: Phone, act: DrawAct): Promise<Verdict | string> {
  return (await by.command((n) => [Up.draw, n, act]))[2]
}

/** Begins a stroke of one piece; resolves with its id. */
export async function stroke (by: Phone, sheet: number, x: number, y: number): Promise<number> {
  const id = by.device * 2 ** 32 + by.counter() + 1
  await act(by, [Draw.ink, sheet, id, 0, 1, 12, points(x, y)])
  return id
}

/** A stroke with the pieces of another row of it. */
function joined (old: StrokeRow, row: StrokeRow): StrokeRow {
  const [by, id, sheet, z, kind, colour, width, from] = old
  const pieces = [...old[8]]
  for (const [i, piece] of row[8].entries()) pieces[row[7] + i - from] = piece
  return [by, id, sheet, z, kind, colour, width, from, pieces]
}

/** What a screen shows of a sheet of the board, kept as PROTOCOL.md asks of a client (rule M26). */
export class Picture {
  readonly #sheet: number
  readonly #items = new Map<string, ItemRow>()
  /** Up to where it knows the sheet. */
  #position = -1
  /** Pages of the sheet that it was sent, the last reading's. */
  pages = 0
  /** Bytes of the largest of them. */
  largest = 0
  /** Whether it waits for no page. */
  #whole = true
  #settled = (): void => {}

  constructor (sheet = 0) {
    this.#sheet = sheet
  }

  /** Watches all that a phone hears. */
  watch (phone: Phone): this {
    const told = phone.onFrame
    phone.onFrame = (frame) => {
      told(frame)
      this.hear(frame, phone)
    }
    return this
  }

  /** Asks for what is missing, and resolves when it is there. */
  read (phone: Phone): Promise<void> {
    this.pages = 0
    this.#whole = false
    phone.send([Up.sheet, this.#sheet, this.#position, 0])
    return new Promise((resolve) => { this.#settled = resolve })
  }

  /** Takes a frame in; after a loss of the line it reads what it missed. */
  hear (frame: Frame, phone: Phone): void {
    if (frame[0] === Down.connected) void this.read(phone)
    else if (frame[0] === Down.ink) this.#ink(frame as unknown as InkDown)
    else if (frame[0] === Down.sheet) this.#page(frame as unknown as SheetPage, phone)
  }

  #ink ([, position, rows]: InkDown): void {
    for (const row of rows) this.#take(row)
    if (this.#whole) this.#position = position
  }

  #page (frame: SheetPage, phone: Phone): void {
    const [, sheet, position, whole, next, rows] = frame
    this.pages++
    this.largest = Math.max(this.largest, encode(frame).length)
    if (this.pages === 1) this.#until = position
    if (whole && this.pages === 1) this.#items.clear()
    for (const row of rows) this.#take(row)
    if (next >= 0) {
      phone.send([Up.sheet, sheet, this.#position, next])
      return
    }
    this.#whole = true
    this.#position = this.#until
    this.#settled()
  }

  /** Position of the first page of this reading. */
  #until = -1

  #take (row: ItemRow): void {
    const name = `${row[0]}.${row[1]}`
    if (isGone(row)) {
      this.#items.delete(name)
      return
    }
    const old = this.#items.get(name)
    this.#items.set(name, row[4] === Draw.ink && old !== undefined ? joined(old as StrokeRow, row) : row)
  }

  /** What is seen, the lowest first, to be compared with another. */
  get items (): unknown[][] {
    return [...this.#items.values()].sort((a, b) => (a[3] ?? 0) - (b[3] ?? 0))
      .map((row) => row.map((field) => Array.isArray(field) ? field.map((bytes) => Buffer.from(bytes).toString('hex')) : field))
  }
}

/** A class with its teacher, the board shown, and students by key. */
export async function openBoard (relay: UnderTest, ...keys: string[]): Promise<[teacher: Phone, ...students: Phone[]]> {
  const teacher = relay.teacher()
  await teacher.enter()
  await teacher.steer(['open', '수업'])
  await teacher.command((n) => [Up.join, n])
  await act(teacher, [Draw.show, true])
  const students = keys.map((key) => relay.student(key))
  for (const student of students) {
    await student.join()
    await student.until(Down.whiteboard, (part) => part[1] === true)
  }
  return [teacher, ...students]
}

/** The index that a phone was told. */
export const indexOf = (phone: Phone): number => phone.parts.get(Down.me)?.[1] as number

/** Lets a student draw, and waits until he knows. */
export async function invite (teacher: Phone, student: Phone): Promise<void> {
  await act(teacher, [Draw.invite, indexOf(student), true])
  await student.until(Down.pen, (part) => part[1] === true)
}

/** Resolves when all pictures show `count` items, with what they show. */
export async function shows (count: number, ...pictures: Picture[]): Promise<unknown[][]> {
  await until(() => pictures, (all) => all.every(({ items }) => items.length === count))
  return pictures[0]!.items
}

/** Where the `media` lane of a relay's log ends, and its events of the board. */
export async function lastOf ({ log }: UnderTest): Promise<{ position: number, boards: MediaBoard[] }> {
  const boards: MediaBoard[] = []
  let position = -1
  const follower = log.follow(0, 'media', 0, (records) => {
    for (const record of records) {
      position = record.position
      const event = decode(record.payload) as MediaBoard
      if (event[0] === Media.board) boards.push(event)
    }
  })
  await follower.caughtUp
  follower.stop()
  return { position, boards }
}
