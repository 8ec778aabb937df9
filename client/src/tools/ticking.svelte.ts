/** A time that moves while somebody looks at it: `now()` again every `everyMs` as long as `moves` holds. To be made while a component is set up. */
export class Ticking {
  now: number = $state(0)

  constructor (now: () => number, everyMs: number, moves: (now: number) => boolean) {
    this.now = now()
    $effect(() => {
      this.now = now()
      if (!moves(now())) return
      const timer = setInterval(() => {
        this.now = now()
        if (!moves(this.now)) clearInterval(timer)
      }, everyMs)
      return () => { clearInterval(timer) }
    })
  }
}
