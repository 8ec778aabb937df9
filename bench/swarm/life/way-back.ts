import { CloseCode, comesBack } from '../../../server/wire/close-codes.ts'

/** How somebody comes back whose line ended: by his resume token, by a new join over HTTP, or not at all. */
export type Way = 'resume' | 'join' | 'stay away'

/** The longest wait between two attempts (ms). */
const LONGEST_MS = 10_000
const FIRST_STEP_MS = 500

/** While a resume token is at hand, every third failed attempt asks over HTTP where the class is served now. */
const JOIN_EVERY = 3

/**
 * What the client does after its line ended with `code`, and `failures` attempts in vain. `resumable`: he has
 * a resume token; a ticket that did not open a socket is not tried twice.
 */
export function wayBack (code: number, resumable: boolean, failures: number): Way {
  if (code === CloseCode.expired) return 'join'
  if (!comesBack(code)) return 'stay away'
  return resumable && (failures === 0 || failures % JOIN_EVERY !== 0) ? 'resume' : 'join'
}

/**
 * How long to wait (ms): what the close told, else within the spread, and after `failures` attempts in vain
 * exponentially with full jitter (R6).
 */
export function waitBefore (reason: string, failures: number, spread: number, random: () => number): number {
  if (/^\d{1,6}$/.test(reason)) return Number(reason) * (1 + 0.1 * random())
  if (failures === 0) return random() * spread
  return random() * Math.min(LONGEST_MS, FIRST_STEP_MS * 2 ** failures)
}
