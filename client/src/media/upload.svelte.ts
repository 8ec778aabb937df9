import { MEDIA_LIMITS, MediaKind } from '../../../server/classroom/media.ts'
import type { Medium } from '../../../server/classroom/media.ts'
import { Verdict } from '../../../server/classroom/model.ts'
import type { SharedMediaFrame } from '../../../server/wire/messages.ts'
import { Up } from '../../../server/wire/messages.ts'
import type { MediaReceipt } from '../../../server/wire/api.ts'
import type { Reply } from '../dispatch.ts'
import { RequestRefused } from '../requests.ts'
import type { Answer, Request } from '../requests.ts'
import { MediaFailed, mediaApi, passes, putBytes } from './media-api.ts'
import type { MediaApi, MediaFailure } from './media-api.ts'

/** What sharing needs of a room. */
export interface SharingRoom {
  use (make: (n: number) => SharedMediaFrame): Promise<Reply>
  ask<R extends Request> (request: R): Promise<Answer<R>>
}

/** A file that somebody chose, and what is said of it. */
export interface Chosen {
  file: File
  kind: Exclude<MediaKind, typeof MediaKind.link>
  alt: string
}

export type Stage = 'drawing' | 'reading' | 'sending' | 'checking' | 'sharing' | 'shared' | 'failed'

/** What a file may be shared as, by what the browser calls it; null for nothing. The server looks at the bytes. */
export function kindOf ({ type }: Blob): Chosen['kind'] | null {
  if (type === 'application/pdf') return MediaKind.document
  const [family] = type.split('/')
  return family === 'image' ? MediaKind.image : family === 'audio' ? MediaKind.audio : family === 'video' ? MediaKind.video : null
}

/** A pass is asked for anew this long before it ends (ms). */
const PASS_MARGIN = 60_000

/** Shares files and links of one person, and removes the bytes of what was taken away. */
export class Sharing {
  readonly #room: SharingRoom
  readonly api: MediaApi
  #pass: { token: string, until: number } | null = null

  constructor (room: SharingRoom) {
    this.#room = room
    this.api = mediaApi(() => this.#passNow())
  }

  /** Says in the class what the sidecar has seen. @throws MediaFailed by the verdict */
  async say ({ receipt }: MediaReceipt): Promise<void> {
    const reply = await this.#room.use((n) => [Up.sendMedia, n, receipt])
    if ('error' in reply) throw new MediaFailed(reply.error)
    if (reply.verdict === Verdict.full) throw new MediaFailed('full')
    if (reply.verdict === Verdict.notAllowed) throw new MediaFailed('not-allowed')
    if (reply.verdict >= Verdict.stale) throw new MediaFailed('internal')
  }

  async #passNow (): Promise<string> {
    if (this.#pass === null || performance.now() > this.#pass.until) {
      try {
        const [, token, seconds] = await this.#room.ask([Up.mediaPass])
        this.#pass = { token, until: performance.now() + seconds * 1000 - PASS_MARGIN }
      } catch (error) {
        throw error instanceof RequestRefused ? new MediaFailed(error.code === 'forbidden' ? 'not-allowed' : error.code) : error
      }
    }
    return this.#pass.token
  }
}

/** The first rest before another try, and the longest (ms). */
const REST_MS = 1000
const REST_MAX_MS = 15_000

/** One file on its way to the class. Whatever happens, it is shared whole or not at all. */
export class Upload {
  readonly #sharing: Sharing
  readonly chosen: Chosen
  stage: Stage = $state('reading')
  /** How much of the stage is done, 0 to 1. */
  done = $state(0)
  failure: MediaFailure | null = $state(null)
  #abort = new AbortController()
  /** What is sent, and its digest, once they are known. */
  #body: { bytes: Blob, sha256: string, pages: Blob[] | null } | null = null
  /** Beginnings that came to nothing, and the one that is being made: all are removed. */
  readonly #begun = new Set<string>()
  /** Ends the rest before the next try. */
  #wake: (() => void) | null = null

  constructor (sharing: Sharing, chosen: Chosen) {
    this.#sharing = sharing
    this.chosen = chosen
  }

  /**
   * Shares the file, from its beginning if it failed before. What passes by itself is waited for, with longer and
   * longer rests; null when it failed for good or was given up.
   */
  async run (): Promise<Medium | null> {
    this.#abort = new AbortController()
    const { signal } = this.#abort
    this.failure = null
    for (let tries = 0; ; tries++) {
      try {
        const medium = await this.#share(signal)
        this.stage = 'shared'
        return medium
      } catch (error) {
        this.stage = 'failed'
        if (!signal.aborted) this.failure = failureOf(error)
        const again = this.failure !== null && passes(this.failure) && await this.#rest(Math.min(REST_MAX_MS, REST_MS * 2 ** tries), signal)
        if (again) continue
        this.#undo()
        return null
      }
    }
  }

  /** Tries again now, if it rests; false where it does not. */
  wake (): boolean {
    this.#wake?.()
    return this.#wake !== null
  }

  /** Gives it up; nothing of it is left. Once the class is being told, it is too late. */
  cancel (): void {
    if (this.stage === 'sharing') return
    this.#abort.abort()
    this.#undo()
  }

  async #share (signal: AbortSignal): Promise<Medium> {
    const { file, kind, alt } = this.chosen
    const { api } = this.#sharing
    if (file.size > MEDIA_LIMITS.bytes) throw new MediaFailed('too-large')
    const { bytes, sha256, pages } = this.#body ??= await this.#read(file, kind, signal)
    for (const id of this.#begun) {
      await api.remove(id)
      this.#begun.delete(id)
    }
    const place = await api.begin({ kind, bytes: bytes.size, sha256, name: file.name, alt, ...(pages === null ? {} : { pages: pages.map(({ size }) => size) }) })
    this.#begun.add(place.id)
    this.failure = null
    this.#begin('sending')
    await putBytes(place, bytes, (sent) => { this.done = sent / bytes.size }, signal)
    this.#begin('checking')
    const receipt = await api.finish(place.id, signal)
    this.#begin('sharing')
    await this.#sharing.say(receipt)
    this.#begun.delete(place.id)
    return receipt.medium
  }

  async #read (file: File, kind: MediaKind, signal: AbortSignal): Promise<{ bytes: Blob, sha256: string, pages: Blob[] | null }> {
    const pages = kind === MediaKind.document ? await this.#pages(file, signal) : null
    const bytes = pages === null ? file : new Blob(pages)
    this.#begin('reading')
    const digestOf = await fetched(async () => (await import('./digest.ts')).digestOf)
    return { bytes, sha256: await digestOf(bytes, signal), pages }
  }

  /** Waits for about `ms`, or until it is woken; false where it was given up. */
  async #rest (ms: number, signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return false
    await new Promise<void>((resolve) => {
      this.#wake = resolve
      const timer = setTimeout(resolve, ms * (0.75 + Math.random() / 2))
      signal.addEventListener('abort', () => {
        clearTimeout(timer)
        resolve()
      }, { once: true })
    })
    this.#wake = null
    return !signal.aborted
  }

  /** Every page of a PDF as a picture, drawn here: nobody else is sent the file. */
  async #pages (file: Blob, signal: AbortSignal): Promise<Blob[]> {
    this.#begin('drawing')
    const drawPages = await fetched(async () => (await import('./pdf-pages.ts')).drawPages)
    return await drawPages(file, (done) => { this.done = done }, signal)
  }

  #begin (stage: Stage): void {
    this.#abort.signal.throwIfAborted()
    this.stage = stage
    this.done = 0
  }

  #undo (): void {
    // the sidecar sweeps what nobody finishes or shares; this is only sooner
    for (const id of this.#begun) this.#sharing.api.remove(id).catch(() => {})
    this.#begun.clear()
  }
}

function failureOf (error: unknown): MediaFailure {
  if (error instanceof MediaFailed) return error.code
  return (error as Error).name === 'NotReadableError' ? 'changed-media' : 'internal'
}

/** A part of the program that is fetched when it is first used. */
async function fetched<T> (part: () => Promise<T>): Promise<T> {
  try {
    return await part()
  } catch {
    throw new MediaFailed('unreachable')
  }
}
