import type { PairedSeat } from '../../server/classroom/model.ts'
import type { PairingReply, RoomReply } from '../../server/wire/api.ts'
import { post } from './enter.ts'

/** Letters of a pairing code, as the sidecar makes them. */
export const PAIRING_LETTERS = 8

/** Asks for a one-time code for a projector or a phone; `resume` is the teacher's. Rejects with EntryError. */
export function offerPairing (resume: string, seat: PairedSeat, language: string): Promise<PairingReply> {
  return post<PairingReply>('/api/pairings', { resume, seat }, language)
}

/** Takes the seat that a code is good for. Rejects with EntryError. */
export function redeemPairing (code: string, language: string): Promise<RoomReply> {
  return post<RoomReply>('/api/pairings/redeem', { code }, language)
}

/** A code as it is shown: in two halves. */
export function halves (code: string): string {
  return `${code.slice(0, 4)}-${code.slice(4)}`
}
