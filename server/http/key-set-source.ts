import { createReadStream } from 'node:fs'
import { keySetOf } from './key-set.ts'
import type { KeySet } from './key-set.ts'

/** Sets have a few keys of at most 1 KB each. */
const BYTES_MAX = 64 * 1024
type Reason = 'unreachable' | 'status' | 'too-large' | 'no-key-set'

/** Why a set could not be read. */
export class KeySetError extends Error {
  override readonly name = 'KeySetError'
  readonly reason: Reason

  constructor (reason: Reason, options?: ErrorOptions) {
    super(reason, options)
    this.reason = reason
  }
}

/**
 * Reads a key set of at most 64 KiB from an address or from a file, until `signal` says that it takes too long.
 * @throws KeySetError
 */
export async function readKeySet (source: string, signal: AbortSignal): Promise<KeySet> {
  const text = await textOf(source, signal)
  try {
    return keySetOf(text)
  } catch (cause) {
    throw new KeySetError('no-key-set', { cause })
  }
}

async function textOf (source: string, signal: AbortSignal): Promise<string> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  try {
    for await (const piece of /^https?:/.test(source) ? await fetched(source, signal) : opened(source, signal)) {
      bytes += piece.length
      if (bytes > BYTES_MAX) throw new KeySetError('too-large')
      pieces.push(piece)
    }
  } catch (cause) {
    throw cause instanceof KeySetError ? cause : new KeySetError('unreachable', { cause })
  }
  return Buffer.concat(pieces).toString('utf8')
}

/** Follows no redirection: whose keys these are is decided by the setting alone. */
async function fetched (url: string, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
  const reply = await fetch(url, { signal, redirect: 'error', headers: { accept: 'application/jwk-set+json, application/json' } })
  if (reply.status === 200 && reply.body !== null) return reply.body
  await reply.body?.cancel()
  throw new KeySetError('status')
}

function opened (path: string, signal: AbortSignal): AsyncIterable<Uint8Array> {
  return createReadStream(path, { signal }) as AsyncIterable<Buffer>
}
