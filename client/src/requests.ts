import { Down, Up } from '../../server/wire/messages.ts'
import type { ErrorFrame, MediaListFrame, MediaPage, MediaPassDown, MediaPassFrame } from '../../server/wire/messages.ts'
import type { ErrorCode } from '../../server/wire/error-codes.ts'
import type { World } from './link.ts'

/** What is asked of the relay without a verdict, and how it is answered. */
export type Request = MediaPassFrame | MediaListFrame
export type Answer<R extends Request> = R extends MediaPassFrame ? MediaPassDown : MediaPage

/** The relay answered a request with an error. */
export class RequestRefused extends Error {
  readonly code: ErrorCode

  constructor (code: ErrorCode) {
    super(code)
    this.code = code
  }
}

interface Waiting {
  request: Request
  resolve: (answer: MediaPassDown | MediaPage) => void
  reject: (error: RequestRefused) => void
}

/** Requests one after another: an answer names none, so the one that is under way is meant. */
export class Requests {
  readonly #after: World['after']
  /** Sends a frame if that is possible now; else `resume` comes later. */
  readonly #send: (request: Request) => void
  readonly #waiting: Waiting[] = []

  constructor (after: World['after'], send: (request: Request) => void) {
    this.#after = after
    this.#send = send
  }

  /** Resolves with the answer; waits through a broken connection. @throws RequestRefused */
  ask<R extends Request> (request: R): Promise<Answer<R>> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request, resolve: resolve as Waiting['resolve'], reject })
      if (this.#waiting.length === 1) this.#send(request)
    })
  }

  /** A new socket takes requests: what had no answer is asked again. */
  resume (): void {
    const [first] = this.#waiting
    if (first !== undefined) this.#send(first.request)
  }

  heard (answer: MediaPassDown | MediaPage): void {
    const [first] = this.#waiting
    if (first === undefined || (first.request[0] === Up.mediaPass) !== (answer[0] === Down.mediaPass)) return
    this.#waiting.shift()
    first.resolve(answer)
    this.resume()
  }

  /** An error that is about no command. */
  refused ([, , code, retryAfter]: ErrorFrame): void {
    const [first] = this.#waiting
    if (first === undefined || code === 'not-joined') return
    if (retryAfter > 0) {
      this.#after(retryAfter, () => { if (this.#waiting[0] === first) this.#send(first.request) })
      return
    }
    this.#waiting.shift()
    first.reject(new RequestRefused(code))
    this.resume()
  }
}
