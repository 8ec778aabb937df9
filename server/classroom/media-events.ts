import type { MediaAct, MediumRow } from './media.ts'
import type { DrawAct } from './whiteboard-model.ts'

/**
 * The events of the `media` lane: shared media and the whiteboard. No verdict of a quiz reads it. Every event
 * names its lesson and when that was opened, because the lanes are folded apart: the first event of a younger
 * lesson begins a new state, those of an older one mean nothing. Kinds are numbers for ever: 1 to 9 are shared
 * media, 10 to 29 the lane's own and the whiteboard's.
 */
export const Media = {
  share: 1,
  act: 2,
  allow: 3,
  end: 10,
  board: 11,
  checkpoint: 12
} as const

type Head<K extends number> = [kind: K, lesson: string, openedAt: number, at: number]

/** What a command begins with: its id, the sender's index, and whether he teaches. */
type Said<K extends number> = [...Head<K>, id: number, by: number, leads: boolean]

/** Something was shared; the relay has checked its receipt. */
export type MediaShare = [...Said<typeof Media.share>, medium: MediumRow]
/** `page` is the one that `show` shows, from 1; 0 with everything else. */
export type MediaActed = [...Said<typeof Media.act>, act: MediaAct, medium: string, page: number]
/** Whether students may share. */
export type MediaAllow = [...Said<typeof Media.allow>, allowed: boolean]

/** What one person does to the whiteboard: the command's id, who sent it, whether he teaches. */
export type Drawn = [id: number, by: number, leads: boolean, act: DrawAct]
/** What came in for the board within a tenth of a second, in this order: ink must not cost a record each. */
export type MediaBoard = [...Head<typeof Media.board>, drawn: Drawn[]]

/** The lesson is over; what the lane held of it is freed. Relays append it when they have folded the lesson's end. */
export type MediaEnd = Head<typeof Media.end>

/**
 * A piece of what a relay had folded of the class up to position `upTo`, for those who start later (rule M3). Pieces
 * with the same `at` and `relay` are of one round; lesson and openedAt are '' and 0 where none is live.
 */
export type MediaCheckpoint = [...Head<typeof Media.checkpoint>, relay: number, upTo: number, no: number, of: number, piece: Uint8Array]

export type MediaEvent = MediaEnd | MediaCheckpoint | MediaBoard | MediaShare | MediaActed | MediaAllow
