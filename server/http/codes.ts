import { randomInt } from 'node:crypto'

/** Letters and digits of codes that people type: none that are taken for another (0 and O, 1 and I). */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'

/** A code of `length` letters that nobody can foresee. */
export function randomCode (length: number): string {
  return Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')
}
