import { Verdict } from '../../server/classroom/model.ts'
import { encode } from '../../server/wire/codec.ts'
import { Down } from '../../server/wire/messages.ts'

/** What a bare rival says: frames of Lectern's own wire, so that both sides move the same bytes. */

/** Stands for positions and session, which nobody reads here: as long as in a lesson that has run a while. */
const POSITION = 1_000_000
const POSITIONS = [POSITION, POSITION, POSITION]
const SESSION = 1000
const NOW = 1_700_000_000_000

/** A batch that carries one message of the teacher. */
export function controlBatch (batch: number, payload: Uint8Array): Uint8Array {
  return encode([Down.batch, batch, POSITIONS, [Down.control, POSITION, SESSION, 'bench', payload]])
}

/** A batch that tells how many answers there are. */
export function progressBatch (batch: number, answered: number): Uint8Array {
  return encode([Down.batch, batch, POSITIONS, [Down.progress, 0, 1, answered]])
}

/** The verdict on an answer. */
export const ACK = encode([Down.ack, 1, Verdict.accepted, POSITION, NOW])
