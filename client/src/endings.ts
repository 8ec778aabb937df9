import { Verdict } from '../../server/classroom/model.ts'
import { CloseCode } from '../../server/wire/close-codes.ts'
import type { ErrorCode } from '../../server/wire/error-codes.ts'

/** Why the client does not come back by itself. Each has a page with one next step. */
export type Ending =
  | 'wrongLink' | 'expired' | 'replaced' | 'removed' | 'ended' | 'malformed' | 'version'
  | 'locked' | 'tokenUsed' | 'lessonLost' | 'left'

const BY_CLOSE_CODE = new Map<number, Ending>([
  [CloseCode.wrongLink, 'wrongLink'],
  [CloseCode.expired, 'expired'],
  [CloseCode.replaced, 'replaced'],
  [CloseCode.removed, 'removed'],
  [CloseCode.ended, 'ended'],
  [CloseCode.malformed, 'malformed'],
  [CloseCode.version, 'version'],
  [CloseCode.locked, 'locked'],
  [CloseCode.tokenUsed, 'tokenUsed'],
  [CloseCode.lessonLost, 'lessonLost'],
  [CloseCode.left, 'left']
])

/** The ending a stay-away close (4500–4999) means. A number this client does not know is a newer server's. */
export function endingOfClose (code: number): Ending {
  return BY_CLOSE_CODE.get(code) ?? 'version'
}

const BY_VERDICT = new Map<Verdict, Ending>([
  [Verdict.locked, 'locked'],
  [Verdict.full, 'locked'],
  [Verdict.removed, 'removed'],
  [Verdict.tokenUsed, 'tokenUsed']
])

/** The ending a refused join means, or null where waiting may help. */
export function endingOfJoin (verdict: Verdict): Ending | null {
  return BY_VERDICT.get(verdict) ?? null
}

const BY_ERROR = new Map<ErrorCode, Ending>([
  ['wrong-link', 'wrongLink'],
  ['not-found', 'wrongLink'],
  ['bad-token', 'wrongLink'],
  ['forbidden', 'wrongLink'],
  ['bad-field', 'wrongLink'],
  ['bad-body', 'wrongLink'],
  ['synthetic-off', 'wrongLink'],
  ['expired', 'expired']
])

/** The ending a refused HTTP join means, or null where trying again may help. */
export function endingOfError (code: ErrorCode): Ending | null {
  return BY_ERROR.get(code) ?? null
}
