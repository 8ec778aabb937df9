import { setImmediate } from 'node:timers/promises'
import { LIMITS } from '../../classroom/limits.ts'
import { LeftOut, finish, noteOf } from './draft.ts'
import type { Draft, Imported, Source } from './draft.ts'

/** A file with more pieces than this is no quiz; the rest is not read. */
const PIECES_MAX = 2 * LIMITS.questions
/** How long reading may keep others from being answered, in ms. */
const TURN_MS = 10

/**
 * Reads each piece of a file on its own, so that a bad one costs nobody but itself. `read` gives a draft,
 * null where the piece is no question at all, or throws LeftOut.
 */
export async function collect<S extends Source> (title: string, pieces: S[], read: (piece: S) => Draft | null): Promise<Imported> {
  const imported: Imported = { title, questions: [], found: 0, notes: [] }
  let turn = performance.now()
  for (const [index, piece] of pieces.entries()) {
    if (imported.questions.length === LIMITS.questions || index === PIECES_MAX) {
      leaveRest(imported, pieces.slice(index))
      break
    }
    take(imported, piece, read)
    if (performance.now() - turn > TURN_MS) {
      await setImmediate()
      turn = performance.now()
    }
  }
  return imported
}

function take<S extends Source> (imported: Imported, piece: S, read: (piece: S) => Draft | null): void {
  const outcome = attempt(piece, read)
  if (outcome === null) return
  imported.found++
  if (outcome instanceof LeftOut) {
    const instead = outcome.instead.filter((question) => attempt(piece, () => ({ question, bends: [] })) instanceof LeftOut === false)
    imported.notes.push(noteOf('left-out', imported.questions.length, piece, { reason: outcome.reason, detail: outcome.detail, instead }))
  } else {
    imported.notes.push(...outcome.bends.map((bend) => noteOf('bent', imported.questions.length, piece, bend)))
    imported.questions.push(outcome.question)
  }
}

function attempt<S extends Source> (piece: S, read: (piece: S) => Draft | null): Draft | LeftOut | null {
  try {
    const draft = read(piece)
    return draft === null ? null : finish(draft)
  } catch (error) {
    if (error instanceof LeftOut) return error
    throw error
  }
}

function leaveRest (imported: Imported, rest: Source[]): void {
  const [first, last] = [rest[0], rest.at(-1)]
  if (first === undefined || last === undefined) return
  imported.found += rest.length
  imported.notes.push(noteOf('left-out', imported.questions.length, { ...first, toLine: last.toLine }, { reason: 'too-many-questions', detail: String(rest.length) }))
}
