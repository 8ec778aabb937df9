/** Digits a person may write; more than that no double can tell apart. */
const MOST = 16

/** The text of a number field after a key of the pad: a digit, '.', 'negate' or 'erase'. */
export function pressed (text: string, key: string): string {
  switch (key) {
    case 'erase': return text.slice(0, -1)
    case 'negate': return text.startsWith('-') ? text.slice(1) : `-${text}`
    case '.': return text.includes('.') ? text : `${text === '' || text === '-' ? `${text}0` : text}.`
    default: return text.replace(/\D/g, '').length >= MOST ? text : text + key
  }
}

/** What of a typed text can stand in a number; what cannot is not taken in, so that nobody waits for a letter to be sent. */
export function writable (text: string): string {
  return text.normalize('NFKC').replace(/[^\d.,−–-]/g, '')
}

/** The number that is written, or null: nothing, not finished, or no number. Full-width digits and a decimal comma are understood. */
export function asNumber (text: string): number | null {
  const plain = text.normalize('NFKC').trim().replace(',', '.').replace(/^[−–]/, '-')
  return /^-?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : null
}
