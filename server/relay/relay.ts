import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import { Registry } from 'prom-client'
import { Presence } from '../classroom/events.ts'
import { LESSON_MAX_MS } from '../classroom/limits.ts'
import type { RelaySettings } from '../config.ts'
import { LANES } from '../log/event-log.ts'
import type { EventLog } from '../log/event-log.ts'
import { event } from '../log-events.ts'
import { privatePort } from '../private-port.ts'
import { MEDIA_PASS_SECONDS, RESUME_SECONDS, signer, verifier } from '../tokens.ts'
import type { Key } from '../tokens.ts'
import { gate } from './admission.ts'
import { Appender } from './appender.ts'
import { Clock } from './clock.ts'
import { Metrics } from './metrics.ts'
import { Partition } from './partition.ts'
import { heldPartitions, primaryOf } from './placement.ts'
import type { Place } from './placement.ts'
import { Publisher } from './publisher.ts'
import { Reception } from './reception.ts'
import type { RoomContext } from './room-context.ts'
import { Rooms } from './rooms.ts'
import { Seldom } from './seldom.ts'
import { Sockets } from './socket.ts'
import { Watchdog } from './watchdog.ts'

export interface RelayOptions {
  host: string
  /** Port of the sockets; 0 is any free one. */
  port: number
  metricsHost: string
  /** Private port of figures and commands; 0 is any free one. */
  metricsPort: number
  log: EventLog
  /** Whether the log takes the time from this machine's clock, so that there is nothing to correct. */
  ownClock: boolean
  keys: { ticket: Key[] }
  settings: RelaySettings
  /** Pages that may connect; empty is any. */
  origins: readonly string[]
  logger: Logger
  /** Which relay of its installation this is. */
  place: Place
  /** Whether it follows the partitions of the relay before it too. */
  standby: boolean
  /** How long records are kept (ms). */
  retentionMs: number
  /** Records that the log took at or after this time (ms) are kept in any case: the archiver has not written them. */
  neededSince?: () => number
  /** Ends the process in order: the drain command of the private port. */
  onDrain (): void
  /** Figures of the log, shown beside the relay's own. */
  figures?: Registry
}

export interface Relay {
  /** The port that its sockets come to. */
  readonly port: number
  /** The private port of figures and commands. */
  readonly metricsPort: number
  /** Takes no new sockets and tells the open ones to come back, spread over the window of the settings. */
  drain (): Promise<void>
  /** Drains if need be, waits for what is on its way to the log, lets go of everything but the log. */
  stop (): Promise<void>
}

const SECOND_MS = 1000
/** A lesson lives 6 h at most; what is older than this by the log's clock belongs to none. */
const REPLAY_MS = LESSON_MAX_MS + 15 * 60 * SECOND_MS
const TRIM_EVERY_MS = 10 * 60 * SECOND_MS
const LOOK_FOR_STALLS_MS = 5 * SECOND_MS
/**
 * Asking every socket what it has buffered is a fiftieth of what a relay does in a busy class: no oftener than needed.
 * From the first of three looks to the last it is a bit more than BEHIND_MS …
 */
const INSPECT_MARGIN_MS = 100
/** … and who says nothing is found in good time whatever that is. */
const INSPECT_MAX_MS = 5 * SECOND_MS
/** The same trouble is logged this often at the most. */
const SAY_AGAIN_MS = 10 * SECOND_MS
/** Events that may wait for a log that stands still; more would only fill the memory. */
const WAITING_MAX = 50_000
/** What the kernel is given to hand the last frames over (ms). */
const GOODBYE_MS = 100

/**
 * Starts a relay: replays its partitions, then takes sockets.
 * @throws an error with code EADDRINUSE when a port is taken
 */
export async function startRelay (options: RelayOptions): Promise<Relay> {
  const relay = new RunningRelay(options)
  try {
    await relay.start()
    return relay
  } catch (error) {
    await relay.stop()
    throw error
  }
}

class RunningRelay implements Relay {
  port = 0
  metricsPort = 0
  readonly #options: RelayOptions
  readonly #clock = new Clock()
  readonly #appender: Appender
  readonly #rooms: Rooms
  readonly #reception: Reception
  readonly #sockets: Sockets<unknown>
  readonly #metrics = new Metrics()
  readonly #context: RoomContext
  readonly #private: Server
  #watchdog: Watchdog | null = null
  #timers: NodeJS.Timeout[] = []
  #draining: Promise<void> | null = null

  constructor (options: RelayOptions) {
    const { log, settings, logger, place, standby, keys, ownClock } = options
    this.#options = options
    this.#context = this.#makeContext()
    this.#appender = new Appender(log, ({ partition, lane, waitMs, err }) => {
      this.#metrics.appendFailures.inc()
      if (this.#context.seldom.may(`append-failed ${partition} ${lane}`)) event(logger, 'append-failed', { partition, lane, waitMs, err })
    })
    const clock = ownClock ? null : this.#clock
    const partitions = heldPartitions({ ...place, standby, partitions: log.partitions }).map((number) =>
      new Partition({ number, primary: primaryOf(number, place.relays) === place.relay, log, appender: this.#appender, clock }, this.#context))
    this.#rooms = new Rooms(partitions, (code) => log.partitionOf(code))
    const admit = gate(keys.ticket, (code) => log.partitionOf(code), (partition) => this.#rooms.holds(partition))
    this.#reception = new Reception(this.#rooms, this.#context, admit)
    this.#sockets = new Sockets(this.#reception.handlers(() => this.#ready), settings, options.origins)
    this.#private = this.#makePrivatePort()
  }

  async start (): Promise<void> {
    const { logger, host, port, metricsHost, metricsPort } = this.#options
    this.metricsPort = await listen(this.#private, metricsHost, metricsPort)
    await this.#replay()
    await Promise.all(this.#rooms.partitions.map((partition) => partition.announce(Presence.relay)))
    this.#context.live = true
    this.#rooms.settle()
    this.#keepUp()
    this.port = await this.#sockets.listen(host, port)
    event(logger, 'relay-listening', { port: this.port })
  }

  drain (): Promise<void> {
    this.#draining ??= this.#sendEveryoneAway()
    return this.#draining
  }

  async stop (): Promise<void> {
    await this.drain()
    for (const timer of this.#timers) clearInterval(timer)
    this.#watchdog?.stop()
    const limit = Date.now() + this.#options.settings.drainLimitMs / 2
    while (this.#appender.underWay > 0 && Date.now() < limit) await delay(5)
    this.#appender.stop()
    for (const { tails } of this.#rooms.partitions) for (const tail of tails) tail.stop()
    this.#sockets.close()
    this.#private.closeAllConnections()
    this.#private.close()
  }

  get #ready (): boolean {
    return this.#context.live && this.#draining === null && !this.#clock.tooFarOff && this.#rooms.partitions.every(({ heartbeat }) => heartbeat.fresh)
  }

  #makeContext (): RoomContext {
    const { settings, logger, place, keys } = this.#options
    return {
      settings,
      logger,
      seldom: new Seldom(SAY_AGAIN_MS),
      relay: place.relay,
      incarnation: Date.now(),
      publisher: new Publisher((topic, bytes) => { this.#sockets.publish(topic, bytes) }, settings.sliceSockets, () => this.#appender.underWay > 0),
      metrics: this.#metrics,
      live: false,
      leaving: false,
      now: this.#clock.now,
      signResume: signer('resume', keys.ticket, RESUME_SECONDS),
      signMediaPass: signer('media', keys.ticket, MEDIA_PASS_SECONDS),
      readReceipt: verifier('receipt', keys.ticket),
      newLesson: () => randomBytes(9).toString('base64url'),
      behind: () => this.#appender.underWay > WAITING_MAX
    }
  }

  #makePrivatePort (): Server {
    this.#metrics.observe({
      sockets: () => this.#reception.size,
      classes: () => this.#rooms.size,
      underWay: () => this.#appender.underWay,
      deliveries: () => this.#context.publisher.deliveries,
      ready: () => this.#ready,
      skew: () => this.#clock.skew,
      lags: () => this.#rooms.partitions.map(({ number, heartbeat }) => [number, heartbeat.lag])
    })
    const { logger, figures } = this.#options
    const own = this.#metrics.registry
    return privatePort(figures === undefined ? own : Registry.merge([own, figures]), logger, {
      'POST drain': () => {
        this.#options.onDrain()
        return { status: 202, text: 'draining\n' }
      },
      'GET state': (classCode) => {
        const room = this.#rooms.find(classCode)
        return room === undefined ? { status: 404, text: 'not in memory\n' } : { status: 200, text: `${JSON.stringify(room.digests())}\n`, type: 'application/json' }
      }
    })
  }

  async #replay (): Promise<void> {
    const begun = Date.now()
    const { partitions } = this.#rooms
    const read = await Promise.all(partitions.map((partition) => partition.replay(begun - REPLAY_MS)))
    event(this.#options.logger, 'caught-up', { partitions: partitions.length, records: read.reduce((sum, n) => sum + n, 0), tookMs: Date.now() - begun })
  }

  /** Everything that goes on by itself while the relay lives. */
  #keepUp (): void {
    const { settings, logger } = this.#options
    const { partitions } = this.#rooms
    const { metrics, seldom, now } = this.#context
    // all at once: what is sent in the same moment shares its way to the log
    const beat = (): void => { if (!this.#context.leaving) for (const { heartbeat } of partitions) heartbeat.send() }
    beat()
    this.#every(settings.heartbeatMs, beat)
    this.#every(SECOND_MS, () => {
      this.#rooms.pass(now())
      if (this.#clock.tooFarOff && seldom.may('clock-skewed')) event(logger, 'clock-skewed', { skewMs: this.#clock.skew })
    })
    this.#every(Math.min(settings.behindMs / 2 + INSPECT_MARGIN_MS, INSPECT_MAX_MS), () => { this.#reception.inspect(now()) })
    if (settings.checkpointMs > 0) this.#every(settings.checkpointMs, () => { if (!this.#context.leaving) void this.#rooms.checkpoint() })
    this.#every(TRIM_EVERY_MS, () => {
      this.#rooms.sweep()
      this.#trim(now())
    })
    this.#watchdog = new Watchdog(partitions.flatMap(({ tails }) => tails), LOOK_FOR_STALLS_MS, ({ partition, lane }, position) => {
      metrics.stalls.inc()
      event(logger, 'lane-stalled', { partition, lane, position })
    })
  }

  /** Red first; then nobody new; then everyone away, in word (the log) and deed. */
  async #sendEveryoneAway (): Promise<void> {
    const { settings, logger } = this.#options
    const begun = Date.now()
    event(logger, 'drain-begun', { sockets: this.#reception.size, spreadMs: settings.drainSpreadMs })
    this.#sockets.stopListening()
    this.#context.leaving = true
    if (this.#context.live) for (const partition of this.#rooms.partitions) void partition.announce(Presence.relayEnded)
    this.#reception.sendAway(settings.drainSpreadMs)
    await delay(GOODBYE_MS)
    event(logger, 'drain-ended', { sockets: this.#reception.size, tookMs: Date.now() - begun })
  }

  #every (ms: number, work: () => void): void {
    this.#timers.push(setInterval(work, ms).unref())
  }

  #trim (now: number): void {
    const { log, logger, retentionMs, neededSince = () => Infinity } = this.#options
    let before: number
    try {
      before = Math.min(now - retentionMs, neededSince())
    } catch (err) {
      event(logger, 'trim-failed', { lane: '', err })
      return
    }
    for (const { number } of this.#rooms.partitions) {
      for (const lane of LANES) {
        log.trim(number, lane, before).catch((err: unknown) => { event(logger, 'trim-failed', { lane, err }) })
      }
    }
  }
}

/** @throws an error with code EADDRINUSE when the port is taken */
async function listen (server: Server, host: string, port: number): Promise<number> {
  server.listen(port, host)
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}
