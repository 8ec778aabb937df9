import { setTimeout as delay } from 'node:timers/promises'
import type { Test } from 'tap'
import type { Positions } from '../../wire/messages.ts'
import { MemoryLog } from './memory-log.ts'
import type { MemoryConnection } from './memory-log.ts'
import { CLASS, relayOn } from './relay-under-test.ts'
import type { TestOptions, UnderTest } from './relay-under-test.ts'

/** Time runs faster here than in a lecture: a relay is lost after 400 ms. */
const QUICK = { heartbeatMs: 40, relayLostMs: 400, tickMinMs: 10, countsMs: 100, presenceMs: 100, spreadMaxMs: 0, drainLimitMs: 1000 }

export interface RelayOfMany extends UnderTest {
  connection: MemoryConnection
  /** What it knows of the class, in short. */
  state (): Promise<State>
  /** Ends it as kill -9 does: the log and its people hear nothing more of it. */
  die (): void
}

export interface State {
  positions: Positions
  lesson: string
  presence: string
  media: string
}

/** Starts `count` relays on one log with `partitions`; all is taken down with the test. */
export async function relaysUnderTest (t: Test, count: number, options: TestOptions & { partitions?: number } = {}): Promise<{ log: MemoryLog, relays: RelayOfMany[] }> {
  const log = new MemoryLog(options.partitions ?? 8)
  const relays: RelayOfMany[] = []
  for (let relay = 1; relay <= count; relay++) relays.push(await oneOfMany(t, log, { ...options, place: { relay, relays: count } }))
  return { log, relays }
}

/** Starts two relays that both hold every partition. */
export async function twoRelays (t: Test, options: TestOptions = {}): Promise<{ log: MemoryLog, a: RelayOfMany, b: RelayOfMany }> {
  const { log, relays: [a, b] } = await relaysUnderTest(t, 2, options)
  return { log, a: a!, b: b! }
}

/** Starts one relay more, or anew, on a log that others share. */
export async function oneOfMany (t: Test, log: MemoryLog, options: TestOptions): Promise<RelayOfMany> {
  const connection = log.connect()
  const under = await relayOn(t, connection, { ...options, settings: { ...QUICK, ...options.settings } })
  return {
    ...under,
    connection,
    state: async () => await (await under.asked(`/state/${CLASS}`)).json() as State,
    die () {
      connection.cut()
      for (const phone of under.phones) phone.cut()
    }
  }
}

/** Asks again and again until the answer fits; the test's own limit of time ends it. */
export async function until<T> (ask: () => Promise<T> | T, fits: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask()
    if (fits(answer)) return answer
    await delay(10)
  }
}

/** The state of the class as soon as all relays have the same. */
export async function sameState (relays: RelayOfMany[]): Promise<State> {
  const states = await until(
    async () => await Promise.all(relays.map(async (relay) => await relay.state())),
    (all) => all.every((state) => JSON.stringify(state) === JSON.stringify(all[0])))
  return states[0]!
}
