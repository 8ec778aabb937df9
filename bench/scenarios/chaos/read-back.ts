import type { Fleet } from '../../processes/fleet.ts'
import { openLog } from '../kafka.ts'
import type { Stored } from './judge.ts'

/** Reads the `socket` lane of classes out of Kafka, from the oldest record to the last one there is, without any relay. */
export async function readBack (fleet: Fleet, classCodes: readonly string[]): Promise<Stored[][]> {
  const log = await openLog(fleet.kafka.brokers, fleet.partitions)
  try {
    return await Promise.all(classCodes.map(async (wanted) => {
      const records: Stored[] = []
      const follower = log.follow(fleet.partitionOf(wanted), 'socket', 0, (read) => { records.push(...read.filter(({ classCode }) => classCode === wanted)) })
      await follower.caughtUp
      follower.stop()
      return records
    }))
  } finally {
    await log.close()
  }
}
