import type { Audience } from '../classroom/model.ts'
import { sliceTopic } from '../wire/topics.ts'
import type { Session } from './session.ts'

/** About fifty sockets of one audience with a topic of their own. */
export interface Slice {
  readonly topic: string
  readonly members: Set<Session>
}

/** Cuts an audience of a class into slices, so that one publish never holds the loop for long. */
export class Slices {
  readonly list: Slice[] = []
  readonly #classCode: string
  readonly #audience: Audience
  readonly #max: number
  size = 0

  /** `max` sockets a slice. */
  constructor (classCode: string, audience: Audience, max: number) {
    this.#classCode = classCode
    this.#audience = audience
    this.#max = max
  }

  /** Puts a session into the first slice with room and returns it. */
  add (session: Session): Slice {
    let slice = this.list.find(({ members }) => members.size < this.#max)
    if (slice === undefined) {
      slice = { topic: sliceTopic(this.#classCode, this.#audience, this.list.length), members: new Set() }
      this.list.push(slice)
    }
    slice.members.add(session)
    this.size++
    return slice
  }

  remove (session: Session, slice: Slice): void {
    if (slice.members.delete(session)) this.size--
  }
}
