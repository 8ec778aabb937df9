/** Characters of a name; Hangul takes three bytes each, and file systems take 255. */
const LONGEST = 60

/**
 * A text as part of a file's name that is good on every system, '' where nothing of it is: no path, no control
 * characters, none that Windows forbids, no dot or blank at its ends. Put a number before it, because Windows keeps
 * names like CON and NUL for itself.
 */
export function safeName (text: string): string {
  const plain = text.normalize('NFC').replace(/[<>:"/\\|?*\p{C}\p{Z}\s]+/gu, ' ').replace(/^[. ]+/, '')
  return [...plain].slice(0, LONGEST).join('').replace(/[. ]+$/, '')
}
