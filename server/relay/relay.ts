import { randomBytes } from 'node:crypto'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import { Presence } from '../classroom/events.ts'
import { LESSON_MAX_MS } from '../classroom/limits.ts'
import type { RelaySettings } from '../config.ts'
import { LANES } from '../log/event-log.ts'
import type { EventLog, Follower } from '../log/event-log.ts'
import { event } from '../log-events.ts'
import { RESUME_SECONDS, signer } from '../tokens.ts'
import type { Key } from '../tokens.ts'
import { encode } from '../wire/codec.ts'
import { gate } from './admission.ts'
import { Appender } from './appender.ts'
import { Canary } from './canary.ts'
import { serveMetrics } from './metrics-server.ts'
import { Metrics } from './metrics.ts'
import { Publisher } from './publisher.ts'
import { Reception } from './reception.ts'
import { REPLAY_MARGIN_MS, replay } from './replay.ts'
import type { RoomContext } from './room-context.ts'
import { Rooms } from './rooms.ts'
import { Sockets } from './socket.ts'

export interface RelayOptions {
  host: string
  /** Port of the sockets; 0 is any free one. */
  port: number
  metricsHost: string
  /** Private port of /metrics; 0 is any free one. */
  metricsPort: number
  log: EventLog
  keys: { ticket: Key[] }
  settings: RelaySettings
  /** Pages that may connect; empty is any. */
  origins: readonly string[]
  logger: Logger
  /** Which relay of its installation this is. */
  number: number
  /** How long records are kept (ms). */
  retentionMs: number
}

export interface Relay {
  /** The port that its sockets come to. */
  readonly port: number
  /** The private port of /metrics. */
  readonly metricsPort: number
  /** Takes no new sockets and tells the open ones to come back, spread over the window of the settings. */
  drain (): Promise<void>
  /** Drains if need be, waits for what is on its way to the log, lets go of everything but the log. */
  stop (): Promise<void>
}

const SECOND_MS = 1000
const TRIM_EVERY_MS = 10 * 60 * 1000
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
  readonly #incarnation = Date.now()
  readonly #appender: Appender
  readonly #canary: Canary
  readonly #rooms: Rooms
  readonly #reception: Reception
  readonly #sockets: Sockets<unknown>
  readonly #metrics = new Metrics()
  readonly #context: RoomContext
  #followers: Follower[] = []
  #timers: NodeJS.Timeout[] = []
  #metricsServer: Server | null = null
  #draining: Promise<void> | null = null

  constructor (options: RelayOptions) {
    const { log, settings, logger, number, keys } = options
    this.#options = options
    this.#appender = new Appender(log, (lane, waitMs, err) => {
      this.#metrics.appendFailures.inc()
      event(logger, 'append-failed', { partition: 0, lane, waitMs, err })
    })
    this.#canary = new Canary(log, number, this.#incarnation)
    this.#context = {
      settings,
      logger,
      relay: number,
      incarnation: this.#incarnation,
      publisher: new Publisher((topic, bytes) => { this.#sockets.publish(topic, bytes) }, settings.sliceSockets),
      metrics: this.#metrics,
      live: false,
      now: Date.now,
      append: (lane, classCode, value) => { this.#appender.append(lane, classCode, value) },
      signResume: signer('resume', keys.ticket, RESUME_SECONDS),
      newLesson: () => randomBytes(9).toString('base64url'),
      behind: () => this.#appender.underWay > WAITING_MAX,
      storing: () => this.#canary.fresh && !this.#appender.failing
    }
    this.#rooms = new Rooms(this.#context, this.#canary)
    this.#reception = new Reception(this.#rooms, this.#context, gate(keys.ticket, (code) => log.partitionOf(code)))
    this.#sockets = new Sockets(this.#reception.handlers(() => this.#ready), settings, options.origins)
  }

  async start (): Promise<void> {
    const { log, logger, number, host, port, metricsHost, metricsPort } = this.#options
    const since = Date.now() - LESSON_MAX_MS - REPLAY_MARGIN_MS
    for (let partition = 0; partition < log.partitions; partition++) {
      this.#followers.push(...await replay(log, partition, [['socket', this.#rooms.socketRecords], ['user', this.#rooms.userRecords]], since, logger))
      await log.append(partition, 'user', '', encode([Presence.relay, Date.now(), number, this.#incarnation]))
    }
    this.#rooms.goLive()
    this.#metrics.observe({
      sockets: () => this.#reception.size,
      classes: () => this.#rooms.size,
      underWay: () => this.#appender.underWay,
      deliveries: () => this.#context.publisher.deliveries,
      ready: () => this.#ready
    })
    this.#metricsServer = await serveMetrics(this.#metrics.registry, metricsHost, metricsPort)
    this.metricsPort = (this.#metricsServer.address() as AddressInfo).port
    this.#every(SECOND_MS, (now) => {
      this.#rooms.pass(now)
      this.#reception.inspect(now)
    })
    this.#every(TRIM_EVERY_MS, (now) => {
      this.#rooms.sweep()
      this.#trim(now)
    })
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
    const limit = Date.now() + this.#options.settings.drainLimitMs / 2
    while (this.#appender.underWay > 0 && Date.now() < limit) await delay(5)
    this.#appender.stop()
    this.#canary.stop()
    for (const follower of this.#followers) follower.stop()
    this.#sockets.close()
    this.#metricsServer?.closeAllConnections()
    this.#metricsServer?.close()
  }

  get #ready (): boolean {
    return this.#context.live && this.#draining === null && this.#canary.fresh
  }

  async #sendEveryoneAway (): Promise<void> {
    const { settings, logger } = this.#options
    const begun = Date.now()
    event(logger, 'drain-begun', { sockets: this.#reception.size, spreadMs: settings.drainSpreadMs })
    this.#sockets.stopListening()
    this.#reception.sendAway(settings.drainSpreadMs)
    await delay(GOODBYE_MS)
    event(logger, 'drain-ended', { sockets: this.#reception.size, tookMs: Date.now() - begun })
  }

  #every (ms: number, work: (now: number) => void): void {
    this.#timers.push(setInterval(() => { work(Date.now()) }, ms).unref())
  }

  #trim (now: number): void {
    const { log, logger, retentionMs } = this.#options
    for (let partition = 0; partition < log.partitions; partition++) {
      for (const lane of LANES) {
        log.trim(partition, lane, now - retentionMs).catch((err: unknown) => { event(logger, 'trim-failed', { lane, err }) })
      }
    }
  }
}
