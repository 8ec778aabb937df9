import type { ImportFormat, ImportNote } from '../../../server/wire/api.ts'

/** Lines of a source, both ends counted. */
export type Lines = [from: number, to: number]

/** The notes of a report, those that cost a question first. */
export function sortNotes (notes: readonly ImportNote[]): { leftOut: ImportNote[], bent: ImportNote[] } {
  const byLine = [...notes].sort((a, b) => a.at - b.at || (a.file === b.file ? a.fromLine - b.fromLine : 0))
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

const FORMATS: Record<string, ImportFormat> = { gift: 'gift', txt: 'gift', csv: 'csv', xml: 'xml', zip: 'zip' }

/** What the file dialog offers. */
export const ACCEPTED = '.gift,.txt,.csv,.xml,.zip,text/plain,text/csv,text/xml,application/xml,application/zip'

/** The format of a quiz file by the ending of its name, or null where it is none of them. */
export function formatOf (name: string): ImportFormat | null {
  const ending = /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''
  return Object.hasOwn(FORMATS, ending) ? FORMATS[ending] ?? null : null
}

/** How a note's question can be had after all: the words of its button, or null. */
export function repairOf ({ reason, instead = [] }: ImportNote): 'fix' | 'pairs' | 'first' | 'survey' | 'several' | null {
  if (instead.length === 0) return null
  switch (reason) {
    case 'matching': return 'pairs'
    case 'ordering': return 'first'
    case 'no-right-answer': return 'survey'
    case 'partial-credit': return 'several'
    default: return 'fix'
  }
}

/** Where in a quiz a left-out question belongs, when those of earlier notes were put in already. */
export function placeOf (note: ImportNote, putIn: readonly ImportNote[]): number {
  const before = putIn.filter(({ at, fromLine }) => at < note.at || (at === note.at && fromLine < note.fromLine))
  return note.at + before.reduce((sum, { instead = [] }) => sum + instead.length, 0)
}
