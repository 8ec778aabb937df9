import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { AddressInfo } from 'node:net'
import { signer } from '../../../tokens.ts'
import type { MediaPass } from '../../../tokens.ts'
import type { MediaPlace } from '../../../wire/api.ts'
import { TICKET_KEYS } from '../sidecar.ts'

export interface Reply {
  status: number
  body: any
  headers: Headers
}

/** A person with a media pass who speaks HTTP with a listening sidecar, as a browser does. */
export class Uploader {
  readonly base: string
  readonly #pass: string
  readonly #page: Record<string, string>

  /** `origin` of the page that the person is on; '' for a program. */
  constructor (app: FastifyInstance, holder: Partial<MediaPass> = {}, seconds = 60, origin = '') {
    this.#page = origin === '' ? {} : { origin }
    this.base = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
    this.#pass = signer('media', TICKET_KEYS, seconds)({ cls: 'OS-101', les: 'lesson', sub: 't-1', role: 1, ...holder })
  }

  async call (method: string, path: string, body?: object): Promise<Reply> {
    const reply = await fetch(this.base + path, {
      method,
      headers: { ...this.#page, authorization: `Bearer ${this.#pass}`, 'accept-language': 'ko', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) })
    })
    return { status: reply.status, body: await reply.json().catch(() => null), headers: reply.headers }
  }

  begin (bytes: Uint8Array, more: object = {}): Promise<Reply> {
    return this.call('POST', '/api/media', { kind: 0, bytes: bytes.length, sha256: sha256(bytes), name: 'photo.png', alt: '', ...more })
  }

  async put ({ url, headers }: MediaPlace, body: Uint8Array | ReadableStream): Promise<Reply> {
    const reply = await fetch(new URL(url, this.base), { method: 'PUT', headers, body, duplex: 'half' } as RequestInit)
    return { status: reply.status, body: await reply.json().catch(() => null), headers: reply.headers }
  }

  /** All three steps; the reply of the last, or of the first that failed. */
  async upload (bytes: Uint8Array, more: object = {}): Promise<Reply> {
    const begun = await this.begin(bytes, more)
    if (begun.status !== 201) return begun
    const put = await this.put(begun.body as MediaPlace, bytes)
    if (put.status >= 300) return put
    return await this.call('POST', `/api/media/${(begun.body as MediaPlace).id}/finish`)
  }
}

export function sha256 (bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64')
}
