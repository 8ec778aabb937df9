import type { Key, Resume, Ticket } from '../tokens.ts'
import { verifier } from '../tokens.ts'
import { CloseCode } from '../wire/close-codes.ts'
import { isClassCode } from '../wire/topics.ts'

/** Whoever may come in, or the code that sends him away. */
export type Admitted =
  | { ticket: Ticket, lesson: string, issuedAt: number }
  | { refused: CloseCode }

/** A token is at most this long (characters); longer ones are not even looked at. */
const TOKEN_MAX = 1024

/**
 * Makes the gate of a relay: ticket or resume token, class and partition of the path against each other, and the
 * class against the partitions that this relay holds (rule P2). Unknown, closed and forbidden classes get the same
 * answer; only a token that was good for this class once earns the true reason.
 */
export function gate (keys: Key[], partitionOf: (classCode: string) => number, holds: (partition: number) => boolean): (partition: string, classCode: string, token: string) => Admitted {
  const verifyTicket = verifier('ticket', keys)
  const verifyResume = verifier('resume', keys)
  const admit = (partition: string, classCode: string, token: string): Admitted => {
    if (!isClassCode(classCode) || partition !== String(partitionOf(classCode)) || token === '' || token.length > TOKEN_MAX) {
      return { refused: CloseCode.wrongLink }
    }
    const ticket = verifyTicket(token)
    if (ticket.ok) return admitted(ticket.claims, '', classCode)
    if (ticket.why === 'expired') return { refused: CloseCode.expired }
    const resume = verifyResume(token)
    if (resume.ok) return admitted(resume.claims, (resume.claims as Resume).les, classCode)
    return { refused: resume.why === 'expired' ? CloseCode.expired : CloseCode.wrongLink }
  }
  return (partition, classCode, token) => {
    const admitted = admit(partition, classCode, token)
    return 'refused' in admitted || holds(Number(partition)) ? admitted : { refused: CloseCode.elsewhere }
  }
}

function admitted (claims: Ticket & { iat?: number }, lesson: string, classCode: string): Admitted {
  if (claims.cls !== classCode) return { refused: CloseCode.wrongLink }
  return { ticket: claims, lesson, issuedAt: (claims.iat ?? 0) * 1000 }
}
