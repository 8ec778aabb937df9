import { randomUUID } from 'node:crypto'
import type { Lane } from '../../../server/log/event-log.ts'
import { encode } from '../../../server/wire/codec.ts'
import type { Fleet } from '../../processes/fleet.ts'
import { openLog } from '../kafka.ts'
import { inkEvents, quizEvents } from './history.ts'

/** Records of ink that a class leaves in its hours: at 200 events of its quiz, the proportion of a lecture with drawing. */
const INK = 400
/** How many events may be on their way into the log at once, and how long they wait for others to share a record (ms). */
const UNDER_WAY = 2000
const LINGER_MS = 5

/** Events and records that were stored. */
export interface Written {
  quiz: number
  ink: number
}

/** Lets so many classes leave a lesson in the log, each still going on. */
export async function writeHistory (fleet: Fleet, classes: number): Promise<Written> {
  const log = await openLog(fleet.kafka.brokers, fleet.partitions, '', LINGER_MS)
  const written = { quiz: 0, ink: 0 }
  let waiting: Array<Promise<void>> = []
  const append = async (lane: Lane, classCode: string, event: unknown): Promise<void> => {
    waiting.push(log.append(fleet.partitionOf(classCode), lane, classCode, encode(event)))
    if (waiting.length < UNDER_WAY) return
    await Promise.all(waiting)
    waiting = []
  }
  try {
    for (let n = 0; n < classes; n++) {
      const [classCode, lesson, openedAt] = [`past-${n}`, randomUUID(), Date.now()]
      for (const event of quizEvents(lesson, openedAt)) {
        await append('socket', classCode, event)
        written.quiz++
      }
      for (const event of inkEvents(lesson, openedAt, INK)) {
        await append('media', classCode, event)
        written.ink++
      }
    }
    await Promise.all(waiting)
  } finally {
    await log.close()
  }
  return written
}
