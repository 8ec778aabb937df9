import { MEDIA_LIMITS, MediaKind } from '../../../server/classroom/media.ts'
import type { Medium } from '../../../server/classroom/media.ts'
import { Verdict } from '../../../server/classroom/model.ts'
import type { SharedMediaFrame } from '../../../server/wire/messages.ts'
import { Up } from '../../../server/wire/messages.ts'
import type { MediaReceipt } from '../../../server/wire/api.ts'
import type { Reply } from '../dispatch.ts'
import { RequestRefused } from '../requests.ts'
import type { Answer, Request } from '../requests.ts'
import { MediaFailed, mediaApi, putBytes } from './media-api.ts'
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

/** One file on its way to the class. Whatever happens, it is shared whole or not at all. */
export class Upload {
  readonly #sharing: Sharing
  readonly chosen: Chosen
  stage: Stage = $state('reading')
  /** How much of the stage is done, 0 to 1. */
  done = $state(0)
  failure: MediaFailure | null = $state(null)
  #abort = new AbortController()
  /** Where a beginning was made; removed when it comes to nothing. */
  #id = ''

  constructor (sharing: Sharing, chosen: Chosen) {
    this.#sharing = sharing
    this.chosen = chosen
  }

  /** Whether it waits for somebody to try again, or for the network. */
  get waits (): boolean {
    return this.failure === 'unreachable'
  }

  /** Shares the file, from the beginning if it failed before; null when it failed or was given up. */
  async run (): Promise<Medium | null> {
    this.#abort = new AbortController()
    this.failure = null
    try {
      const medium = await this.#share(this.#abort.signal)
      this.stage = 'shared'
      return medium
    } catch (error) {
      this.#undo()
      this.stage = 'failed'
      if (this.#abort.signal.aborted) return null
      this.failure = error instanceof MediaFailed ? error.code : (error as Error).name === 'NotReadableError' ? 'changed-media' : 'internal'
      return null
    }
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
    const pages = kind === MediaKind.document ? await this.#pages(file, signal) : null
    const body = pages === null ? file : new Blob(pages)
    this.#begin('reading')
    const digestOf = await fetched(async () => (await import('./digest.ts')).digestOf)
    const place = await api.begin({ kind, bytes: body.size, sha256: await digestOf(body, signal), name: file.name, alt, ...(pages === null ? {} : { pages: pages.map(({ size }) => size) }) })
    this.#id = place.id
    this.#begin('sending')
    await putBytes(place, body, (sent) => { this.done = sent / body.size }, signal)
    this.#begin('checking')
    const receipt = await api.finish(place.id, signal)
    this.#begin('sharing')
    await this.#sharing.say(receipt)
    this.#id = ''
    return receipt.medium
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
    const id = this.#id
    this.#id = ''
    // the sidecar sweeps what nobody finishes; this is only sooner
    if (id !== '') this.#sharing.api.remove(id).catch(() => {})
  }
}

/** A part of the program that is fetched when it is first used. */
async function fetched<T> (part: () => Promise<T>): Promise<T> {
  try {
    return await part()
  } catch {
    throw new MediaFailed('unreachable')
  }
}
