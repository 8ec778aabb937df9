/**
 * Compatibility jamo (ㄱ ㅏ), as keyboards write single letters. NFKC would make them conjoining ones,
 * which then flow together to syllables that nobody wrote.
 */
const JAMO = /[\u3131-\u318e]+/
const NOT_JAMO = /[^\u3131-\u318e]+/g
const BLANKS = /[\s\u200b]+/g

/**
 * A short text as it is compared and counted: composed (a Mac's decomposed Hangul equals a phone's),
 * full-width and other compatibility forms made plain, blanks collapsed and trimmed, case folded.
 */
export function normalise (text: string): string {
  const plain = JAMO.test(text) ? text.replace(NOT_JAMO, (part) => part.normalize('NFKC')) : text.normalize('NFKC')
  return plain.toUpperCase().toLowerCase().normalize('NFC').replace(BLANKS, ' ').trim()
}
