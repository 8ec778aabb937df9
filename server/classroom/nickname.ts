import { LIMITS } from './limits.ts'
import { normalise } from './text.ts'

/** How many adjectives and animals a client has words for, in every language. */
export const ADJECTIVES = 40
export const ANIMALS = 50

const PAIRS = ADJECTIVES * ANIMALS
/** Prime, so that neighbours in the roster get unlike names and no pair comes twice before all are used. */
const STRIDE = 1237

/**
 * The nickname of participant `who`, as a code that the client puts into words: `adjective:animal`
 * (numbers from 0), from the 2,001st participant on `adjective:animal:n` with n from 2.
 */
export function nicknameOf (who: number): string {
  const pair = who * STRIDE % PAIRS
  const code = `${pair % ADJECTIVES}:${Math.floor(pair / ADJECTIVES)}`
  return who < PAIRS ? code : `${code}:${Math.floor(who / PAIRS) + 1}`
}

/** Letters, digits and blanks, with few marks: nothing that shows as nothing, turns the direction of writing or towers over its line. */
const WRITTEN = /^[\p{L}\p{N}](?:[\p{L}\p{N} ._'·-]|\p{M}(?!\p{M}\p{M}))*$/u
const UNSEEN = /\p{Default_Ignorable_Code_Point}/u
/** Alphabets whose letters look like another's: a name is written in one of them. */
const ALIKE = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u, /\p{Script=Armenian}/u, /\p{Script=Cherokee}/u]

/** A nickname as it is kept: composed, with single blanks. */
export function cleanNickname (text: string): string {
  return text.normalize('NFC').replace(/\s+/g, ' ').trim()
}

/** Whether somebody may be called so by a teacher, as far as the text alone tells (rule Q15). */
export function isNickname (text: string): boolean {
  const length = [...text].length
  return length > 0 && length <= LIMITS.nickname && text === cleanNickname(text) && WRITTEN.test(text) && !UNSEEN.test(text) &&
    ALIKE.filter((alphabet) => alphabet.test(text)).length <= 1
}

/** What of a nickname the eye tells apart from the last row: two that are equal here look alike (rule Q15). */
export function lookOf (text: string): string {
  return normalise(text).normalize('NFD').replace(/[^\p{L}\p{N}]/gu, '').replace(/[1i]/g, 'l').replaceAll('0', 'o')
}
