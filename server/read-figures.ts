import { Counter, Gauge, Registry } from 'prom-client'

/** A registry whose figures are read from `stats` when they are asked for; `Stats` counts from the start of the process. */
export class ReadFigures<Stats> {
  readonly registry = new Registry()
  readonly #stats: () => Stats

  constructor (stats: () => Stats) {
    this.#stats = stats
  }

  counter (name: string, help: string, read: (stats: Stats) => number): void {
    const figure: Counter = new Counter({ name, help, registers: [this.registry], collect: () => { figure.reset(); figure.inc(read(this.#stats())) } })
  }

  gauge (name: string, help: string, read: (stats: Stats) => number): void {
    const figure: Gauge = new Gauge({ name, help, registers: [this.registry], collect: () => { figure.set(read(this.#stats())) } })
  }
}
