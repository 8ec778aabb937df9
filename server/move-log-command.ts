import { existsSync } from 'node:fs'
import { Presence } from './classroom/events.ts'
import { LESSON_MAX_MS } from './classroom/limits.ts'
import { Media } from './classroom/media-events.ts'
import { runCommand } from './command.ts'
import type { Config } from './config.ts'
import { LANES } from './log/event-log.ts'
import type { EventLog, Lane, LogRecord } from './log/event-log.ts'
import type { LmdbLog } from './log/lmdb-log.ts'
import { neededSince } from './log-needs.ts'
import { createLogger } from './logger.ts'
import { logFolder, openEmbedded, openKafka } from './open-log.ts'
import { StartError } from './start-error.ts'
import { decodeMediaEvent, decodeUserEvent } from './wire/event-codec.ts'

/** What a start reads, and a little: a lesson that lives now was opened within it. */
const SINCE_MS = LESSON_MAX_MS + 30 * 60_000

/** Records that wait for the brokers at a time. */
const AT_ONCE = 5000

/**
 * Appends what the embedded log in DATA_DIR still has to tell to the topics at KAFKA_BROKERS, which must be empty:
 * everything that a lesson which lives, or is not archived yet, was made of. Lessons before that are in the database.
 * The embedded log is left as it was.
 * @throws StartError with one line for whoever called it
 */
export async function moveLogCommand (config: Config): Promise<string> {
  if (config.kafkaBrokers.length === 0) throw new StartError('KAFKA_BROKERS is not set; allowed: host:port of the brokers, where the log is to go', 1)
  if (!existsSync(logFolder(config))) throw new StartError(`DATA_DIR ${config.dataDir} holds no log; nothing is to be moved`, 1)
  const logger = createLogger({ level: 'warn', role: 'move', terminal: process.stdout.isTTY })
  // as its writer, so that no relay writes it meanwhile
  const from = await openEmbedded(config, logger)
  try {
    const to = await openKafka(config, logger)
    try {
      await refuseRecords(to)
      const since = Math.min(Date.now() - SINCE_MS, neededSince(config.dataDir))
      let moved = 0
      for (const lane of LANES) moved += await moveLane(from, to, lane, since)
      return `${moved} records are on Kafka; the log in ${config.dataDir} is as it was`
    } finally {
      await to.close()
    }
  } finally {
    await from.close()
  }
}

/** Records twice are lessons twice. */
async function refuseRecords (to: EventLog): Promise<void> {
  for (const lane of LANES) {
    for (let partition = 0; partition < to.partitions; partition++) {
      if (await to.end(partition, lane) > 0) throw new StartError('the topics at KAFKA_BROKERS hold records already; set KAFKA_TOPIC_PREFIX to a new one, or have them made anew', 1)
    }
  }
}

/** Appends a lane's records in their order; resolves with how many there were. */
async function moveLane (from: LmdbLog, to: EventLog, lane: Lane, since: number): Promise<number> {
  const records = await recordsOf(from, lane, since)
  const partitions = new Set(records.flatMap(({ classCode }) => classCode === '' ? [] : to.partitionOf(classCode)))
  const under: Array<Promise<void>> = []
  for (const { classCode, payload } of records) {
    if (classCode !== '') {
      under.push(to.append(to.partitionOf(classCode), lane, classCode, payload))
      if (under.length >= AT_ONCE) await Promise.all(under.splice(0))
      continue
    }
    // what concerns every class stands behind what came before it, and before what came after
    await Promise.all(under.splice(0))
    await Promise.all([...partitions].map((partition) => to.append(partition, lane, '', Uint8Array.from(payload))))
  }
  await Promise.all(under)
  return records.length
}

async function recordsOf (log: LmdbLog, lane: Lane, since: number): Promise<LogRecord[]> {
  const records: LogRecord[] = []
  const follower = log.follow(0, lane, await log.positionAt(0, lane, since), (more) => {
    // the log lends its memory for this call alone
    for (const record of more) if (!isCheckpoint(lane, record)) records.push({ ...record, payload: Uint8Array.from(record.payload) })
  })
  await follower.caughtUp
  follower.stop()
  return records
}

/** Checkpoints name places of the log that they stand in; relays write others. */
function isCheckpoint (lane: Lane, { payload }: LogRecord): boolean {
  return (lane === 'media' && decodeMediaEvent(payload)[0] === Media.checkpoint) || (lane === 'user' && decodeUserEvent(payload)[0] === Presence.checkpoint)
}

await runCommand(import.meta.url, moveLogCommand)
