import { Media } from '../../classroom/media-events.ts'
import type { Drawn, MediaEvent } from '../../classroom/media-events.ts'
import { MediaAct, MediaKind } from '../../classroom/media.ts'
import { Draw, Form } from '../../classroom/whiteboard-model.ts'
import type { DrawAct, ItemName } from '../../classroom/whiteboard-model.ts'
import { TEACHER, points } from './drawn-board.ts'
import type { Dice } from './random-lesson.ts'
import { START } from './scripted-lesson.ts'

/** The teacher, and students of whom the last is never invited. */
const PEOPLE = [TEACHER, 1, 2, 3]
const DEVICE = 2 ** 32
const FORMS = Object.values(Form)
const KINDS = Object.values(MediaKind)
/** Of so many events one is said again. */
const AGAIN = 12

/** The `media` lane of a class in which everyone does anything at any time: sensible, too late, twice, what he may not. */
export class RandomMedia {
  readonly events: MediaEvent[] = []
  now = START
  readonly #roll: Dice
  #lesson = 0
  #openedAt = START
  #ids = DEVICE
  #shared: string[] = []
  #items: ItemName[] = []
  /** What each may take back, and do again, the last one last. */
  #done = new Map<number, number[]>()
  #undone = new Map<number, number[]>()
  #sheets = 1

  constructor (roll: Dice, steps: number) {
    this.#roll = roll
    this.#begin()
    while (this.events.length < steps) this.#step()
  }

  #step (): void {
    const roll = this.#roll
    this.now += roll(3000)
    const what = roll(60)
    if (what === 0) this.#end()
    else if (what < 4) this.#say([Media.allow, ...this.#head(), ++this.#ids, ...this.#someone(), roll(4) > 0])
    else if (what < 12) this.#share()
    else if (what < 22) this.#act()
    else this.#draw()
  }

  #begin (): void {
    this.#lesson++
    this.#openedAt = this.now
    this.#shared = []
    this.#items = []
    this.#done = new Map()
    this.#undone = new Map()
    this.#sheets = 1
    this.#say([Media.board, ...this.#head(), [[++this.#ids, TEACHER, true, [Draw.invite, 1, true]], [++this.#ids, TEACHER, true, [Draw.invite, 2, true]]]])
  }

  /** The lesson ends, sometimes without a word in this lane, and another begins; a straggler comes behind it. */
  #end (): void {
    const late: MediaEvent = [Media.allow, ...this.#head(), ++this.#ids, TEACHER, true, true]
    if (this.#roll(3) > 0) this.#say([Media.end, ...this.#head()])
    this.now += 1000
    this.#begin()
    this.#say(late)
  }

  #share (): void {
    const roll = this.#roll
    const id = roll(5) === 0 ? this.#medium() : `medium-${this.#ids}`
    this.#shared.push(id)
    this.#say([Media.share, ...this.#head(), ++this.#ids, ...this.#someone(), [id, KINDS[roll(KINDS.length)]!, 'image/webp', 1000, 640, 480, '그림', 'a.png', '', roll(4)]])
  }

  #act (): void {
    const roll = this.#roll
    const act = [MediaAct.approve, MediaAct.approve, MediaAct.reject, MediaAct.remove, MediaAct.show, MediaAct.show, MediaAct.play, MediaAct.pause, MediaAct.rewind][roll(9)] as MediaAct
    this.#say([Media.act, ...this.#head(), ++this.#ids, ...this.#someone(), act, roll(6) === 0 ? '' : this.#medium(), act === MediaAct.show ? roll(4) : 0])
  }

  /** What several people did within a tenth of a second. */
  #draw (): void {
    const drawn: Drawn[] = []
    for (let count = 1 + this.#roll(5); count > 0; count--) {
      const [by, leads] = this.#someone()
      const id = ++this.#ids
      drawn.push([id, by, leads, this.#drawing(id, by)])
    }
    this.#say([Media.board, ...this.#head(), drawn])
  }

  #drawing (id: number, by: number): DrawAct {
    const roll = this.#roll
    const sheet = roll(this.#sheets + (roll(8) === 0 ? 1 : 0))
    const what = roll(24)
    if (what < 7) return this.#named([by, id], [Draw.ink, sheet, id, 0, roll(8), 12, points(2, roll(1000))])
    if (what < 12) return [Draw.ink, sheet, this.#item()[1], 1 + roll(6), 0, 12, points(2, roll(1000))]
    switch (what) {
      case 12: return this.#named([by, id], [Draw.shape, sheet, FORMS[roll(FORMS.length)]!, 1, 8, roll(1000), 0, 50, 50])
      case 13: return this.#named([by, id], [Draw.text, sheet, 0, 100, 0, roll(1000), '글'])
      case 14: return this.#named([by, id], [Draw.image, sheet, this.#medium(), 0, 0, 100, 100])
      case 15:
      case 16: return this.#did(by, id, [Draw.erase, [this.#item(), this.#item(), this.#item()]])
      case 17:
      case 18: return [Draw.undo, this.#stepped(by, this.#done, this.#undone)]
      case 19: return [Draw.redo, this.#stepped(by, this.#undone, this.#done)]
      case 20: return roll(2) === 0 ? this.#did(by, id, [Draw.clear, sheet]) : [Draw.invite, 1 + roll(3), roll(3) > 0]
      case 21: return [Draw.show, roll(3) > 0]
      case 22: return [Draw.turn, roll(this.#sheets + 1)]
      default: return [Draw.add, by === TEACHER ? this.#sheets++ : this.#sheets]
    }
  }

  #named (name: ItemName, act: DrawAct): DrawAct {
    this.#items.push(name)
    return this.#did(...name, act)
  }

  /** As far as who did it can tell, it can be taken back. */
  #did (by: number, id: number, act: DrawAct): DrawAct {
    this.#done.set(by, [...this.#done.get(by) ?? [], id])
    this.#undone.delete(by)
    return act
  }

  /** The action that somebody takes from one list to the other; sometimes one that is not its turn. */
  #stepped (by: number, from: Map<number, number[]>, to: Map<number, number[]>): number {
    const id = from.get(by)?.pop() ?? 1
    to.set(by, [...to.get(by) ?? [], id])
    return id
  }

  /** One of the last items, or one that nobody made. */
  #item (): ItemName {
    const last = this.#items.slice(-12)
    return last[this.#roll(last.length + 1)] ?? [TEACHER, 1]
  }

  #medium (): string {
    return this.#shared[this.#roll(this.#shared.length + 1)] ?? 'nothing'
  }

  #someone (): [by: number, leads: boolean] {
    const by = this.#roll(2) === 0 ? TEACHER : PEOPLE[this.#roll(PEOPLE.length)] as number
    return [by, by === TEACHER]
  }

  #head (): [lesson: string, openedAt: number, at: number] {
    return [`L${this.#lesson}`, this.#openedAt, this.now]
  }

  #say (event: MediaEvent): void {
    this.events.push(event)
    if (this.#roll(AGAIN) === 0) this.events.push(this.events[this.#roll(this.events.length)]!)
  }
}
