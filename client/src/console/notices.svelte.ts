/** A short message at the foot of the screen, with at most one thing to do about it. */
export interface Notice {
  text: string
  /** A failure is announced at once; anything else waits its turn. */
  failure: boolean
  action: { label: string, run: () => void } | null
}

/** How long a notice stays, ms; longer while it has the focus or the pointer. */
export const NOTICE_MS = 6000

/** The one toast of the console: a newer notice takes the place of the older. */
export class Notices {
  current: Notice | null = $state.raw(null)

  tell (text: string, action: Notice['action'] = null): void {
    this.current = { text, failure: false, action }
  }

  fail (text: string, action: Notice['action'] = null): void {
    this.current = { text, failure: true, action }
  }

  dismiss (): void {
    this.current = null
  }
}
