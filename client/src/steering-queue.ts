import { Verdict } from '../../server/classroom/model.ts'
import type { Step } from '../../server/wire/messages.ts'
import type { Reply } from './dispatch.ts'

/** The steps whose events count as steering: what comes later makes a step based on an earlier position stale. */
const MOVES = new Set<Step[0]>(['end', 'ask', 'extend', 'close', 'reveal', 'again', 'skip', 'show'])

/**
 * Sends a teacher's steps one after another: each names the position of the last steering event its
 * sender had seen, so a step sent before the verdict of the one before would be stale by its own doing.
 */
export class SteeringQueue {
  readonly #send: (basedOn: number, step: Step) => Promise<Reply>
  readonly #seen: () => number
  #acknowledged = 0
  #tail: Promise<unknown> = Promise.resolve()

  /** `seen` tells the steering position of the view. */
  constructor (send: (basedOn: number, step: Step) => Promise<Reply>, seen: () => number) {
    this.#send = send
    this.#seen = seen
  }

  /** Resolves with the verdict; never rejects. */
  steer (step: Step): Promise<Reply> {
    const reply = this.#tail.then(() => this.#run(step))
    this.#tail = reply
    return reply
  }

  async #run (step: Step): Promise<Reply> {
    const reply = await this.#send(Math.max(this.#seen(), this.#acknowledged), step)
    if ('verdict' in reply && reply.verdict < Verdict.stale && MOVES.has(step[0])) this.#acknowledged = reply.position
    return reply
  }
}
