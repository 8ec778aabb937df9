import type { ImportNote } from '../../../server/wire/api.ts'

/** Lines of a source, both ends counted. */
export type Lines = [from: number, to: number]

/** The notes of a report, those that cost a question first. */
export function sortNotes (notes: readonly ImportNote[]): { leftOut: ImportNote[], bent: ImportNote[] } {
  const byLine = [...notes].sort((a, b) => a.fromLine - b.fromLine)
  return {
    leftOut: byLine.filter(({ what }) => what === 'left-out'),
    bent: byLine.filter(({ what }) => what === 'bent')
  }
}

/** '34–41' or '58'. */
export function lineRange ([from, to]: Lines): string {
  return from === to ? String(from) : `${from}–${to}`
}

/** How many questions a file had and gave. */
export function importedOf (found: number, kept: number): { found: number, kept: number, share: number } {
  const whole = Math.max(found, kept)
  return { found: whole, kept, share: whole === 0 ? 0 : kept / whole }
}

/** The format of a quiz file by its name, or null where it is neither. */
export function formatOf (name: string): 'gift' | 'csv' | null {
  const lower = name.toLowerCase()
  if (lower.endsWith('.csv')) return 'csv'
  return lower.endsWith('.gift') || lower.endsWith('.txt') ? 'gift' : null
}
