import { mkdirSync } from 'node:fs'
import { constants, setPriority } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import { Archiver } from './archive/archiver.ts'
import type { Config } from './config.ts'
import { databasePlace } from './database-place.ts'
import { openDatabase } from './database/database.ts'
import type { Database } from './database/database.ts'
import { freePort } from './free-port.ts'
import type { Stop } from './lifetime.ts'
import { LmdbReader } from './log/lmdb-reader.ts'
import type { LogReader } from './log/event-log.ts'
import { event } from './log-events.ts'
import { tellNeeded } from './log-needs.ts'
import { logFolder, openKafka } from './open-log.ts'
import { privatePort } from './private-port.ts'
import { StartError } from './start-error.ts'

const DAY_MS = 86_400_000
/** A start waits so long for the relay to make the log (ms). */
const LOG_WAIT_MS = 3000
/** The relay is told at most so often what is archived (ms); it trims every ten minutes. */
const TELL_MS = 60_000

/**
 * Runs the archiver. Returns what stops it.
 * @throws StartError where the database or the log cannot be used
 */
export async function runArchiver (config: Config, logger: Logger): Promise<Stop> {
  const { metricsHost, portArchiveMetrics } = config
  await freePort(metricsHost, portArchiveMetrics, 'PORT_ARCHIVE_METRICS', () => { event(logger, 'port-waiting', { port: portArchiveMetrics }) })
  const archive = await openArchiver(config, logger)
  const metrics = privatePort(archive.archiver.metrics.registry, logger)
  await new Promise<void>((resolve) => { metrics.listen(portArchiveMetrics, metricsHost, resolve) })
  const begun = Date.now()
  await archive.archiver.start()
  event(logger, 'archive-caught-up', { partitions: archive.log.partitions, tookMs: Date.now() - begun })
  return async () => {
    metrics.close()
    await archive.archiver.stop()
    await archive.close()
  }
}

/** An archiver that has not begun, with what it works on. */
interface OpenedArchive {
  archiver: Archiver
  log: LogReader
  db: Database
  /** Lets go of log and database. */
  close: Stop
}

/** @throws StartError where the database or the log cannot be used */
async function openArchiver (config: Config, logger: Logger): Promise<OpenedArchive> {
  const db = await openPlace(config, logger)
  const embedded = config.kafkaBrokers.length === 0
  // results can wait, and answers cannot: where cores are few, the archiver is the one to stand back
  if (embedded) setPriority(constants.priority.PRIORITY_BELOW_NORMAL)
  const log = embedded ? await openReader(config, logger) : await openKafka(config, logger)
  let told = 0
  const archiver = new Archiver({
    log,
    logName: embedded ? 'embedded' : `kafka ${config.kafkaTopicPrefix}`,
    db,
    keptMs: config.resultsDays * DAY_MS,
    logger,
    onNeeded (since) {
      if (!embedded || Date.now() - told < TELL_MS) return
      told = Date.now()
      tellNeeded(config.dataDir, since)
    }
  })
  return {
    archiver,
    log,
    db,
    async close () {
      await log.close()
      await db.destroy()
    }
  }
}

async function openPlace (config: Config, logger: Logger): Promise<Database> {
  try {
    if (config.databaseUrl === '') mkdirSync(config.dataDir, { recursive: true })
    return await openDatabase(databasePlace(config), (err) => { event(logger, 'database-lost', { err }) })
  } catch (error) {
    throw new StartError(`${config.databaseUrl === '' ? `DATA_DIR ${config.dataDir}` : 'DATABASE_URL'} cannot be used: ${(error as Error).message}`, 1)
  }
}

async function openReader (config: Config, logger: Logger): Promise<LmdbReader> {
  const until = Date.now() + LOG_WAIT_MS
  for (;;) {
    try {
      return new LmdbReader(logFolder(config), (lane, err) => { event(logger, 'log-follow-failed', { lane, err }) })
    } catch (error) {
      if (Date.now() > until) throw new StartError(`DATA_DIR ${config.dataDir} holds no log that could be read: ${(error as Error).message}`, 1)
      await delay(100)
    }
  }
}
