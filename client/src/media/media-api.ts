import type { ApiError, MediaPlace, MediaReceipt, MediaUpload } from '../../../server/wire/api.ts'
import type { ErrorCode } from '../../../server/wire/error-codes.ts'

/** Why sharing failed: the server's code; `unreachable` without an answer; `full` and `not-allowed` by the relay's verdict. */
export type MediaFailure = ErrorCode | 'unreachable' | 'full' | 'not-allowed' | 'bad-pdf' | 'too-many-pages'

/** Whether a failure passes by itself, so that the same is worth another try. */
export function passes (failure: MediaFailure): boolean {
  return ['unreachable', 'unavailable', 'not-stored', 'not-found'].includes(failure)
}

export class MediaFailed extends Error {
  readonly code: MediaFailure

  constructor (code: MediaFailure) {
    super(code)
    this.code = code
  }
}

/** The media routes of the sidecar, with the pass that the relay gave. Every call throws MediaFailed, or AbortError. */
export interface MediaApi {
  begin (upload: MediaUpload): Promise<MediaPlace>
  /** Checks what was put; asked again while another check of it goes on, which takes a while for a long document. */
  finish (id: string, signal: AbortSignal): Promise<MediaReceipt>
  link (url: string, alt: string): Promise<MediaReceipt>
  /** Removes a file for good. One that is not there any more is removed. */
  remove (id: string): Promise<void>
}

/** An upload that has not moved for so long is given up (ms): a line that is gone says nothing. */
const STALLED_MS = 30_000
const ASK_AGAIN_MS = 2000
const ASK_AGAIN_TIMES = 30
/** What a check under way is answered with, by the sidecar, by a proxy that lost patience, and by a line that broke. */
const GOES_ON = new Set<MediaFailure>(['too-many', 'unavailable', 'unreachable'])

/** `pass` is asked at each call, because it is renewed. */
export function mediaApi (pass: () => Promise<string>): MediaApi {
  const call = async <T> (method: string, path: string, body?: object, signal?: AbortSignal): Promise<T> => {
    const headers: Record<string, string> = { authorization: `Bearer ${await pass()}` }
    if (body !== undefined) headers['content-type'] = 'application/json'
    const reply = await fetch(`/api/media${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }), ...(signal === undefined ? {} : { signal }) }).catch((error: unknown) => {
      signal?.throwIfAborted()
      throw new MediaFailed(error instanceof MediaFailed ? error.code : 'unreachable')
    })
    if (!reply.ok) throw new MediaFailed(await codeOf(reply))
    return (reply.status === 204 ? undefined : await reply.json()) as T
  }
  return {
    begin: (upload) => call('POST', '', upload),
    finish: async (id, signal) => {
      for (let tries = 0; ; tries++) {
        try {
          return await call('POST', `/${id}/finish`, undefined, signal)
        } catch (error) {
          if (!(error instanceof MediaFailed) || !GOES_ON.has(error.code) || tries === ASK_AGAIN_TIMES) throw error
          await new Promise((resolve) => { setTimeout(resolve, ASK_AGAIN_MS) })
        }
      }
    },
    link: (url, alt) => call('POST', '/links', { url, alt }),
    remove: async (id) => {
      try {
        await call('DELETE', `/${id}`)
      } catch (error) {
        if (!(error instanceof MediaFailed) || error.code !== 'not-found') throw error
      }
    }
  }
}

/**
 * Puts the bytes where the server said. By XMLHttpRequest, which alone tells how far it is.
 * @throws MediaFailed, AbortError
 */
export function putBytes ({ url, headers }: MediaPlace, body: Blob, onprogress: (sent: number) => void, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('PUT', url)
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    let stalled: ReturnType<typeof setTimeout> | undefined
    const moved = (): void => {
      clearTimeout(stalled)
      stalled = setTimeout(() => { request.abort() }, STALLED_MS)
    }
    moved()
    request.upload.onprogress = ({ loaded }) => {
      moved()
      onprogress(loaded)
    }
    request.onloadend = () => { clearTimeout(stalled) }
    request.onload = () => {
      if (request.status < 300) resolve()
      else reject(new MediaFailed(codeIn(request.responseText) ?? 'unavailable'))
    }
    request.onerror = () => { reject(new MediaFailed('unreachable')) }
    request.onabort = () => { reject(signal.aborted ? new DOMException('given up', 'AbortError') : new MediaFailed('unreachable')) }
    signal.addEventListener('abort', () => { request.abort() }, { once: true })
    request.send(body)
  })
}

async function codeOf (reply: Response): Promise<ErrorCode> {
  return codeIn(await reply.text()) ?? (reply.status === 413 ? 'too-large' : 'unavailable')
}

function codeIn (text: string): ErrorCode | null {
  try {
    return (JSON.parse(text) as ApiError).error
  } catch {
    return null
  }
}
