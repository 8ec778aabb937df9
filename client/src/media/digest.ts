import { sha256 } from '@noble/hashes/sha2.js'

const PIECE = 4 * 1024 * 1024

/** SHA-256 of a file in base64, read in pieces. A page over plain HTTP has no crypto.subtle, and that would want all of it at once. */
export async function digestOf (file: Blob, signal: AbortSignal): Promise<string> {
  const hash = sha256.create()
  for (let from = 0; from < file.size; from += PIECE) {
    signal.throwIfAborted()
    hash.update(new Uint8Array(await file.slice(from, from + PIECE).arrayBuffer()))
  }
  return btoa(String.fromCharCode(...hash.digest()))
}
