/**
 * Why a socket ends. The number alone says what to do: 4000–4499 come back (after the delay in the
 * reason, ms, where one stands), 4500–4999 stay away.
 */
export const CloseCode = {
  draining: 4000,
  behind: 4001,
  overload: 4002,
  silent: 4003,
  internal: 4004,
  elsewhere: 4005,
  wrongLink: 4500,
  expired: 4501,
  replaced: 4502,
  removed: 4503,
  ended: 4504,
  malformed: 4505,
  version: 4506,
  locked: 4507,
  tokenUsed: 4508,
  lessonLost: 4509,
  left: 4510
} as const
export type CloseCode = (typeof CloseCode)[keyof typeof CloseCode]

/** Whether a client should connect again after this close. Numbers that are not ours (1006 …) come back. */
export function comesBack (code: number): boolean {
  return code < 4500 || code > 4999
}
