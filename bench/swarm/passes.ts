import { SUBPROTOCOL } from '../../server/wire/messages.ts'
import { targetOf } from './line.ts'
import type { Target } from './line.ts'

/** With what each student opens his socket: its address, and a ticket of the HTTP join or a resume token. */
export class Passes {
  readonly #urls: string[]
  readonly #tokens: string[]
  readonly #resumable: Uint8Array
  readonly #targets = new Map<string, Target>()

  constructor (students: number) {
    this.#urls = Array<string>(students).fill('')
    this.#tokens = Array<string>(students).fill('')
    this.#resumable = new Uint8Array(students)
  }

  ticket (index: number, url: string, ticket: string): void {
    this.#urls[index] = url
    this.#tokens[index] = ticket
    this.#resumable[index] = 0
  }

  resume (index: number, token: string): void {
    this.#tokens[index] = token
    this.#resumable[index] = 1
  }

  /** Whether he has a resume token. */
  mayResume (index: number): boolean {
    return this.#resumable[index] === 1
  }

  /** Where he connects, and what he shows. */
  target (index: number): Target {
    return { ...this.#address(this.#urls[index]!), protocols: [SUBPROTOCOL, this.#tokens[index]!] }
  }

  /** A class has one address, and to take it apart for each student costs more than to keep it. */
  #address (url: string): Target {
    let target = this.#targets.get(url)
    if (target === undefined) {
      target = targetOf(url, [])
      this.#targets.set(url, target)
    }
    return target
  }
}
