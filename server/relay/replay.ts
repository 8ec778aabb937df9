import type { Logger } from 'pino'
import type { EventLog, Follower, RecordHandler } from '../log/event-log.ts'
import { event } from '../log-events.ts'

/** A lesson lives 6 h at most; what is older than this by the log's clock belongs to none (ms). */
export const REPLAY_MARGIN_MS = 15 * 60 * 1000

/** The lanes whose events are folded here, each with what takes its records. */
export type LaneHandlers = Array<[lane: 'user' | 'socket', handler: RecordHandler]>

/** Follows the lanes of a partition from `since` (ms) on; resolves when everything stored before is folded. */
export async function replay (log: EventLog, partition: number, lanes: LaneHandlers, since: number, logger: Logger): Promise<Follower[]> {
  const followers: Follower[] = []
  for (const [lane, handler] of lanes) {
    const begun = Date.now()
    let records = 0
    let counting = true
    const from = await log.positionAt(partition, lane, since)
    const follower = log.follow(partition, lane, from, (batch) => {
      if (counting) records += batch.length
      handler(batch)
    })
    followers.push(follower)
    await follower.caughtUp
    counting = false
    event(logger, 'caught-up', { partition, lane, records, tookMs: Date.now() - begun })
  }
  return followers
}
