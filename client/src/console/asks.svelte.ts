/** A question before a step that cannot be taken back. */
export interface Ask {
  title: string
  body: string
  verb: string
  /** Whether something is lost for good. */
  danger: boolean
  run: () => void
}

/** The one confirmation dialog of the console. */
export class Asks {
  current: Ask | null = $state.raw(null)

  ask (ask: Ask): void {
    this.current = ask
  }

  close (): void {
    this.current = null
  }
}
