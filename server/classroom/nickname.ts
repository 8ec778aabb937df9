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
