import { untrack } from 'svelte'
import type { OpenQuestion, Question } from '../../../server/classroom/model.ts'
import type { RoomReply } from '../../../server/wire/api.ts'
import type { Room } from '../room.svelte.ts'
import { seatRoom } from './seat-room.ts'
import { simulatedAnswer, thinkingTime } from './simulated-answer.ts'

/** Students come in one after another, as in a hall (ms apart). */
const APART = 60

/**
 * Simulated students in this browser. They come in with tickets and sockets like real ones, and answer each
 * round once. They know the solution from the teacher's own screen: phones do not.
 */
export class SimulatedStudents {
  readonly #ends: Array<() => void> = []
  readonly #timers = new Set<ReturnType<typeof setTimeout>>()
  readonly #whole: (index: number, body: OpenQuestion) => Question

  /** `whole` adds the solution to an open question, by its index in the quiz. */
  constructor (seats: RoomReply[], whole: (index: number, body: OpenQuestion) => Question) {
    this.#whole = whole
    for (const [index, seat] of seats.entries()) this.#later(index * APART, () => { this.#seat(seatRoom(seat)) })
  }

  /** All go home. */
  stop (): void {
    for (const timer of this.#timers) clearTimeout(timer)
    for (const end of this.#ends.splice(0)) end()
  }

  #seat (room: Room): void {
    const leave = room.start()
    const deaf = $effect.root(() => {
      // Numbers, which are equal when they are: a longer time or another frame must make nobody think anew.
      const no = $derived(room.open ? room.round?.no ?? -1 : -1)
      const round = $derived(room.round?.round ?? 0)
      $effect(() => {
        const [asked, again] = [no, round]
        if (asked < 0) return
        const timer = setTimeout(() => { this.#answer(room, asked, again) }, thinkingTime(untrack(() => room.round?.limit ?? 0), Math.random))
        return () => { clearTimeout(timer) }
      })
    })
    this.#ends.push(() => {
      deaf()
      leave()
    })
  }

  #answer (room: Room, no: number, round: number): void {
    const { question, clock } = room.view
    if (question !== null && room.open && clock?.no === no && clock.round === round) room.answer(simulatedAnswer(this.#whole(question.index, question.body), Math.random))
  }

  #later (ms: number, call: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      call()
    }, ms)
    this.#timers.add(timer)
  }
}
