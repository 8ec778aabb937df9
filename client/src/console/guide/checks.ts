/** What is looked at before a lesson, and how it stands. */
export type CheckName = 'network' | 'clock' | 'screen' | 'windows'
export type CheckState = 'good' | 'bad' | 'unknown'

/** A clock that is off by more than this (ms) is told; nothing depends on it but the times the teacher reads elsewhere. */
const CLOCK_OFF = 5_000
/** Slower than this (ms) a teacher notices. */
const SLOW = 400

export function networkState (connected: boolean, stored: boolean, ms: number | null): CheckState {
  if (!connected || !stored) return 'bad'
  return ms === null || ms <= SLOW ? 'good' : 'bad'
}

/** `off` is this device's clock minus the server's, ms. */
export function clockState (off: number): CheckState {
  return Math.abs(off) <= CLOCK_OFF ? 'good' : 'bad'
}

/** Whether a second screen is there; not every browser tells. */
export function screenState (extended: boolean | undefined): CheckState {
  return extended === undefined ? 'unknown' : extended ? 'good' : 'bad'
}
