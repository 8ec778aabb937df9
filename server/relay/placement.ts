/**
 * Which relay serves which partition (rule P1): partition p belongs to relay `p mod N + 1` of N, and
 * the relay after it is its warm standby. Nothing is negotiated: balancer and relays compute the same.
 */

/** One relay's place among `relays` in all. Both count from 1. */
export interface Place {
  relay: number
  relays: number
}

/** The relay that serves a partition as a rule. */
export function primaryOf (partition: number, relays: number): number {
  return partition % relays + 1
}

/** The relay that serves a partition when its primary is gone; null where there is no other. */
export function standbyOf (partition: number, relays: number): number | null {
  return relays === 1 ? null : (partition + 1) % relays + 1
}

/** The partitions that a relay follows, ascending: its own, and with `standby` those of the relay before it. */
export function heldPartitions ({ relay, relays, standby, partitions }: Place & { standby: boolean, partitions: number }): number[] {
  const all = Array.from({ length: partitions }, (_, partition) => partition)
  return all.filter((partition) => primaryOf(partition, relays) === relay || (standby && standbyOf(partition, relays) === relay))
}
