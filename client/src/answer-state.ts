import type { AnswerValue, Verdict } from '../../server/classroom/model.ts'
import { Verdict as Verdicts } from '../../server/classroom/model.ts'
import type { View } from './view.ts'

/**
 * What the student's screen says of his own answer. "Stored" is said only of what the relay has judged;
 * `not-stored` is a sending that takes longer than it should, and goes on by itself.
 */
export type OwnAnswer =
  | { stage: 'idle' }
  | { stage: 'chosen', value: AnswerValue }
  | { stage: 'sending', value: AnswerValue }
  | { stage: 'not-stored', value: AnswerValue }
  | { stage: 'stored', value: AnswerValue, at: number }
  | { stage: 'late', value: AnswerValue, at: number }
  | { stage: 'refused', value: AnswerValue, verdict: Verdict | null }

/** An answer on its way. `slow` once it has waited for `SLOW_AFTER` or the relay said it is not stored. */
export interface Sending {
  n: number
  no: number
  round: number
  revision: number
  value: AnswerValue
  slow: boolean
}

/** What this phone knows of the own answer beside the view. */
export interface Draft {
  no: number
  round: number
  /** Chosen or written, not sent. */
  value: AnswerValue | null
  sending: Sending | null
  /** The verdict of the last answer, if it was refused; null with `refused` for an error. */
  refusal: { value: AnswerValue, verdict: Verdict | null } | null
}

/** After this long without a verdict the screen says "not stored yet" (ms). */
export const SLOW_AFTER = 2_000

export const NO_DRAFT: Draft = { no: -1, round: -1, value: null, sending: null, refusal: null }

/** The draft that belongs to this question and round: another question's choice is forgotten. */
export function draftFor (draft: Draft, no: number, round: number): Draft {
  return draft.no === no && draft.round === round ? draft : { ...NO_DRAFT, no, round }
}

export function choose (draft: Draft, value: AnswerValue | null): Draft {
  return { ...draft, value, refusal: null }
}

export function send (draft: Draft, sending: Sending): Draft {
  return { ...draft, value: null, sending, refusal: null }
}

export function slow (draft: Draft, n: number): Draft {
  return draft.sending?.n === n ? { ...draft, sending: { ...draft.sending, slow: true } } : draft
}

/** A verdict or error for answer `n`; a newer answer on its way is not touched by it. */
export function settle (draft: Draft, n: number, verdict: Verdict | null): Draft {
  if (draft.sending?.n !== n) return draft
  const refused = verdict === null || verdict >= Verdicts.stale
  return { ...draft, sending: null, refusal: refused ? { value: draft.sending.value, verdict } : null }
}

/** The number of the next answer to this question: an older revision never replaces a newer one. */
export function nextRevision (draft: Draft, mine: View['mine']): number {
  return Math.max(mine?.revision ?? 0, draft.sending?.revision ?? 0) + 1
}

/** What the screen shows. */
export function ownAnswer (draft: Draft, mine: View['mine']): OwnAnswer {
  const { value, sending, refusal } = draft
  if (value !== null) return { stage: 'chosen', value }
  if (sending !== null) return { stage: sending.slow ? 'not-stored' : 'sending', value: sending.value }
  if (mine !== null && mine.value !== null) {
    return { stage: mine.verdict === Verdicts.late ? 'late' : 'stored', value: mine.value, at: mine.at }
  }
  if (refusal !== null) return { stage: 'refused', ...refusal }
  return { stage: 'idle' }
}
