import { createWriteStream, openAsBlob } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { AwsClient } from 'aws4fetch'
import { lecternError } from '../../errors.ts'
import { cutAt } from './cut-stream.ts'
import type { Expected, MediaStore, UploadTarget, Whereabouts } from './media-store.ts'

export interface S3Options {
  bucket: string
  /** Scheme and host, without a slash at the end. */
  endpoint: string
  region: string
  accessKeyId: string
  secretAccessKey: string
  /** Is told of every request that the store did not answer as it should. */
  onTrouble: (err: Error) => void
}

/** How long a presigned address is good for, in seconds. */
const PRESIGNED_SECONDS = 300
/** Addresses signed within this time are the same, so that a lecture hall behind one cache loads an object once. */
const WINDOW_SECONDS = 60
/** What a browser sends besides the bytes. */
const CHECKSUM = 'x-amz-checksum-sha256'
/** How long one request to the store may take (ms). */
const PATIENCE_MS = 120_000

/** Media in an S3-compatible store. Clients put and get the bytes there themselves, at presigned addresses. */
export class S3Store implements MediaStore {
  readonly origin: string
  readonly #base: string
  readonly #client: AwsClient
  readonly #onTrouble: (err: Error) => void

  constructor ({ bucket, endpoint, region, accessKeyId, secretAccessKey, onTrouble }: S3Options) {
    this.#onTrouble = onTrouble
    this.origin = new URL(endpoint).origin
    this.#base = `${endpoint}/${bucket}/`
    this.#client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: 2 })
  }

  /** Length and checksum are part of the signature: the store takes these bytes or none. */
  async target (key: string, { bytes, sha256 }: Expected): Promise<UploadTarget | null> {
    const checksum = { [CHECKSUM]: sha256 }
    const url = await this.#presign('PUT', key, { ...checksum, 'content-length': String(bytes) })
    return { url, headers: checksum }
  }

  async put (key: string, path: string, type: string): Promise<void> {
    const reply = await this.#ask('PUT', key, { body: await openAsBlob(path), headers: { 'content-type': type, 'cache-control': 'private, max-age=3600, immutable', 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } })
    if (!reply.ok) throw this.#unavailable('put', reply.status)
  }

  async fetch (key: string, path: string, limit: number): Promise<void> {
    const reply = await this.#ask('GET', key)
    if (reply.status === 404) throw lecternError('changed-media')
    if (!reply.ok || reply.body === null) throw this.#unavailable('get', reply.status)
    await pipeline(Readable.fromWeb(reply.body as ReadableStream), cutAt(limit), createWriteStream(path))
  }

  async locate (key: string): Promise<Whereabouts> {
    const now = Math.floor(Date.now() / 1000)
    const since = now % WINDOW_SECONDS
    const url = await this.#presign('GET', key, {}, new Date((now - since) * 1000))
    // a reply that was kept that long is fetched with some seconds to spare
    return { url, seconds: PRESIGNED_SECONDS - since - 30 }
  }

  /** Asks as a browser does before it puts a file, and reads the answer as one does (the bucket's CORS rule). */
  async admits (origin: string): Promise<boolean> {
    const reply = await this.#ask('OPTIONS', 'x', { headers: { origin, 'access-control-request-method': 'PUT', 'access-control-request-headers': `content-type,${CHECKSUM}` } })
    if (reply.status >= 500) throw this.#unavailable('options', reply.status)
    const allowed = (what: string): string[] => (reply.headers.get(`access-control-allow-${what}`) ?? '').toLowerCase().split(/ *, */)
    const allows = (what: string, wanted: string): boolean => allowed(what).some((each) => each === '*' || each === wanted)
    return reply.ok && allows('origin', origin) && allows('methods', 'put') && allows('headers', CHECKSUM)
  }

  async remove (keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      const reply = await this.#ask('DELETE', key)
      if (!reply.ok && reply.status !== 404) throw this.#unavailable('delete', reply.status)
    }
  }

  async #presign (method: string, key: string, headers: Record<string, string>, at = new Date()): Promise<string> {
    const url = new URL(this.#base + key)
    url.searchParams.set('X-Amz-Expires', String(PRESIGNED_SECONDS))
    const datetime = at.toISOString().replace(/[:-]|\.\d{3}/g, '')
    return (await this.#client.sign(url, { method, headers, aws: { signQuery: true, allHeaders: true, datetime } })).url
  }

  async #ask (method: string, key: string, init: RequestInit = {}): Promise<Response> {
    try {
      return await this.#client.fetch(this.#base + key, { method, ...init, signal: AbortSignal.timeout(PATIENCE_MS) })
    } catch (error) {
      this.#onTrouble(error as Error)
      throw lecternError('unavailable', { cause: error })
    }
  }

  #unavailable (what: string, status: number): Error {
    const cause = new Error(`S3 ${what}: ${status}`)
    this.#onTrouble(cause)
    return lecternError('unavailable', { cause })
  }
}
