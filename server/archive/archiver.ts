import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import { LESSON_MAX_MS } from '../classroom/limits.ts'
import type { Database } from '../database/database.ts'
import type { Follower, Lane, LogReader } from '../log/event-log.ts'
import { event } from '../log-events.ts'
import { ArchivedPartition } from './archived-partition.ts'
import { Changes } from './changes.ts'
import { Metrics } from './metrics.ts'
import { rowsOf } from './lesson-rows.ts'
import { ResultStore } from './result-store.ts'
import type { Place } from './result-store.ts'

export interface ArchiverOptions {
  log: LogReader
  /** Names the log among others that the same database has seen. */
  logName: string
  db: Database
  /** Lessons are deleted when they are so old (ms). */
  keptMs: number
  logger: Logger
  /** Told what of the log must be kept: records that it took at or after this time (ms). */
  onNeeded: (since: number) => void
  /** Rest between two writes (ms). */
  everyMs?: number
  /** ms since 1970. */
  clock?: () => number
}

/** Sessions that stand in the `user` lane before a lesson are part of its attendance. */
const BEFORE_MS = LESSON_MAX_MS + 15 * 60_000
/** What a lesson shared stands in its lane after it was opened, but for how far the lanes' clocks are apart. */
const SHARED_BEFORE_MS = 15 * 60_000
/** How often the minutes of everybody in a lesson are written while it lasts (ms). */
const MINUTES_EVERY_MS = 60_000
const RETENTION_EVERY_MS = 10 * 60_000
const RETRY_MS = 2000

/** How far a partition is. */
interface Progress {
  partition: ArchivedPartition
  /** Everything before it is in the database. */
  written: number
  place: Place
  /** Since when (ms) there has been something that is not; 0 while there is nothing. */
  behindSince: number
  minutesAt: number
  /** What the last look at each lane saw. */
  seen: Record<Lane, Look>
}

/** The end of a lane, and where reading it goes on. Positions jump, so the two never meet: a lane in which neither moved is read. */
interface Look {
  end: number
  next: number
}

/** Follows the log through the folds and writes what lessons come to. All it does can be done twice. */
export class Archiver {
  readonly metrics = new Metrics()
  readonly #options: ArchiverOptions
  readonly #store: ResultStore
  readonly #now: () => number
  readonly #followers: Follower[] = []
  readonly #progress: Progress[] = []
  readonly #ending = new AbortController()
  #work: Promise<void> = Promise.resolve()
  #deletedAt = 0

  constructor (options: ArchiverOptions) {
    this.#options = options
    this.#now = options.clock ?? Date.now
    this.#store = new ResultStore(options.db, options.logName)
    this.metrics.observe({
      lessons: () => this.#progress.reduce((sum, { partition }) => sum + partition.lessons.size, 0),
      lags: () => Promise.all(this.#progress.map(async ({ partition, written, behindSince }) => {
        const end = await this.#options.log.end(partition.number, 'socket')
        return [partition.number, written, behindSince === 0 ? 0 : Math.max(0, end - written), behindSince === 0 ? 0 : (this.#now() - behindSince) / 1000]
      }))
    })
  }

  /** Begins where the last one left off. Resolves when everything that the log held is read. */
  async start (): Promise<void> {
    const { log } = this.#options
    for (let number = 0; number < log.partitions; number++) await this.#follow(number)
    await Promise.all(this.#followers.map(({ caughtUp }) => caughtUp))
    for (const { partition, seen } of this.#progress) for (const lane of ['socket', 'user', 'media'] as const) seen[lane].next = partition[lane].next
    this.#work = this.#loop()
  }

  /** Writes once what there is to be written. @throws the database's error */
  async write (): Promise<void> {
    for (const progress of this.#progress) await this.#write(progress)
  }

  /** Lessons that no event has ended yet. */
  get open (): string[] {
    return this.#progress.flatMap(({ partition }) => [...partition.lessons].filter(({ endedAt }) => endedAt === 0).map(({ classCode }) => classCode))
  }

  async stop (): Promise<void> {
    this.#ending.abort()
    for (const follower of this.#followers) follower.stop()
    await this.#work
  }

  async #follow (number: number): Promise<void> {
    const { log, logger } = this.#options
    const partition = new ArchivedPartition(number)
    const [end, userEnd, mediaEnd] = [await log.end(number, 'socket'), await log.end(number, 'user'), await log.end(number, 'media')]
    let place = await this.#store.place(number) ?? { position: 0, at: 0 }
    if (place.position > end) {
      event(logger, 'archive-begun-anew', { partition: number, position: place.position })
      place = { position: 0, at: 0 }
    }
    partition.socket.next = place.position
    this.#progress.push({ partition, written: place.position, place, behindSince: 0, minutesAt: 0, seen: { socket: { end, next: 0 }, user: { end: userEnd, next: 0 }, media: { end: mediaEnd, next: 0 } } })
    this.#followers.push(
      log.follow(number, 'user', await log.positionAt(number, 'user', place.at - BEFORE_MS), partition.onUserRecords),
      log.follow(number, 'media', await log.positionAt(number, 'media', place.at - SHARED_BEFORE_MS), partition.onMediaRecords),
      log.follow(number, 'socket', place.position, partition.onSocketRecords)
    )
  }

  async #loop (): Promise<void> {
    const { everyMs = 1000, logger } = this.#options
    const { signal } = this.#ending
    while (!signal.aborted) {
      let wait = everyMs
      try {
        await this.write()
        await this.#deleteOld()
      } catch (err) {
        this.metrics.failures.inc()
        event(logger, 'archive-failed', { err, waitMs: RETRY_MS })
        wait = RETRY_MS
      }
      await delay(wait, undefined, { signal }).catch(() => {})
    }
    await this.write().catch(() => { /* the next archiver begins where this one could write last */ })
  }

  async #write (progress: Progress): Promise<void> {
    const { partition, place } = progress
    const { number, lessons, socket, user, media } = partition
    const now = this.#now()
    const [socketRead, userRead, mediaRead] = [await this.#isRead(progress, 'socket'), await this.#isRead(progress, 'user'), await this.#isRead(progress, 'media')]
    partition.expire(now)
    if (now - progress.minutesAt >= MINUTES_EVERY_MS) {
      progress.minutesAt = now
      for (const { changes } of lessons) changes.people = 'all'
      partition.sweep(now)
    }
    const next = socket.next
    const mediaKnown = mediaRead ? now : media.at
    const known = Math.min(userRead ? Infinity : user.at, mediaRead ? Infinity : media.at)
    const changed = [...lessons].filter(({ changes }) => changes.some)
    const finished = [...lessons].filter(({ endedAt }) => endedAt > 0 && endedAt <= known)
    for (const lesson of finished) lesson.changes.people = 'all'
    const wanted = [...new Set([...changed, ...finished])]
    const ahead = await this.#store.ahead(new Map(wanted.map(({ lesson, events }) => [lesson.id, events])))
    const due = wanted.filter(({ lesson }) => !ahead.has(lesson.id))
    const rows = due.map((lesson) => rowsOf(lesson, now, mediaKnown, finished.includes(lesson)))
    const begin = [...lessons].filter((lesson) => !finished.includes(lesson)).sort((a, b) => a.position - b.position)[0]
    const to: Place = begin ?? { position: next, at: socketRead ? now : socket.at }
    for (const lesson of due) lesson.changes = new Changes()
    if (due.length > 0 || to.position !== place.position) {
      try {
        const written = await this.#store.write(number, rows, { position: to.position, at: to.at })
        this.metrics.rows.inc(written.rows)
        for (const lesson of due) if (written.overtaken.has(lesson.lesson.id)) lesson.all()
      } catch (error) {
        progress.behindSince ||= now
        for (const lesson of due) lesson.all()
        throw error
      }
    }
    for (const lesson of finished) lessons.delete(lesson)
    Object.assign(progress, { place: { position: to.position, at: to.at }, written: next, behindSince: socketRead ? 0 : progress.behindSince || now })
    this.metrics.skipped.inc(partition.skipped)
    partition.skipped = 0
    this.#options.onNeeded(Math.min(...this.#progress.map(({ place: { at } }) => at)) - BEFORE_MS)
  }

  /** Whether all of a lane is read, as far as one can see. */
  async #isRead ({ partition, seen }: Progress, lane: Lane): Promise<boolean> {
    const look = { end: await this.#options.log.end(partition.number, lane), next: partition[lane].next }
    const former = seen[lane]
    seen[lane] = look
    return look.end === former.end && look.next === former.next
  }

  async #deleteOld (): Promise<void> {
    const now = this.#now()
    if (now - this.#deletedAt < RETENTION_EVERY_MS) return
    this.#deletedAt = now
    const lessons = await this.#store.deleteBefore(now - this.#options.keptMs)
    this.metrics.deleted.inc(lessons)
    if (lessons > 0) event(this.#options.logger, 'results-deleted', { lessons })
  }
}
