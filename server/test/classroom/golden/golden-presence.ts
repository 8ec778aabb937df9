import { digestPresence } from '../../../classroom/digest.ts'
import { dice } from '../random-lesson.ts'
import { RandomPresence } from '../random-presence.ts'
import { ScriptedPartition } from '../scripted-partition.ts'
import type { UserRecord } from '../scripted-partition.ts'

const SEED = 20261123
const STEPS = 900

/** A recorded `user` lane of one partition, and the digests of the presence that its classes fold to. */
export interface GoldenPresence {
  /** The release that recorded it. */
  release: string
  digests: Record<string, string>
  /** How many events there are of each kind: what the log covers. */
  kinds: Record<string, number>
  records: UserRecord[]
}

/** Records what random comings and goings fold to in this release, as the text of a file: one record a line. */
export function recordPresence (release: string): string {
  const { records } = new RandomPresence(dice(SEED), STEPS).partition
  const kinds: Record<string, number> = {}
  for (const { event: [kind] } of records) kinds[kind] = (kinds[kind] ?? 0) + 1
  const head = JSON.stringify({ release, digests: foldPresenceOf(records), kinds } satisfies Omit<GoldenPresence, 'records'>, null, 2)
  return `${head.slice(0, -2)},\n  "records": [\n    ${records.map((record) => JSON.stringify(record)).join(',\n    ')}\n  ]\n}\n`
}

/** Folds records at positions 1024 apart, as they were recorded; the digest of every class. */
export function foldPresenceOf (records: UserRecord[]): Record<string, string> {
  const partition = new ScriptedPartition()
  for (const record of records) partition.fold(record)
  return Object.fromEntries([...partition.rooms].map(([code, room]) => [code, digestPresence(room)]))
}
