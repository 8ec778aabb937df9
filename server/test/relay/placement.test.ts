import t from 'tap'
import { heldPartitions, primaryOf, standbyOf } from '../../relay/placement.ts'

const PARTITIONS = 48

/** Who holds what in an installation of `relays`: index 0 is relay 1. */
function all (relays: number, standby: boolean): number[][] {
  return Array.from({ length: relays }, (_, i) => heldPartitions({ relay: i + 1, relays, standby, partitions: PARTITIONS }))
}

t.test('P1 partition p belongs to relay p mod N + 1, and the relay after it stands by', async (t) => {
  t.same([0, 1, 2, 3, 4, 5].map((partition) => primaryOf(partition, 4)), [1, 2, 3, 4, 1, 2])
  t.same([0, 1, 2, 3, 4, 5].map((partition) => standbyOf(partition, 4)), [2, 3, 4, 1, 2, 3])
  t.same([0, 1, 2].map((partition) => [primaryOf(partition, 1), standbyOf(partition, 1)]), [[1, null], [1, null], [1, null]])
  t.same(heldPartitions({ relay: 2, relays: 4, standby: true, partitions: 8 }), [0, 1, 4, 5])
  t.same(heldPartitions({ relay: 1, relays: 4, standby: true, partitions: 8 }), [0, 3, 4, 7])
  t.same(heldPartitions({ relay: 2, relays: 4, standby: false, partitions: 8 }), [1, 5])
})

t.test('P1 every partition has its primary once, and its standby once', async (t) => {
  for (let relays = 1; relays <= 12; relays++) {
    const alone = all(relays, false)
    const warm = all(relays, true)
    const partitions = Array.from({ length: PARTITIONS }, (_, partition) => partition)
    t.same(partitions.map((partition) => holders(alone, partition)), partitions.map((partition) => [primaryOf(partition, relays)]), `${relays} relays alone`)
    const both = partitions.map((partition) => [primaryOf(partition, relays), standbyOf(partition, relays)])
    t.same(partitions.map((partition) => holders(warm, partition)), both.map((pair) => pair.filter((relay) => relay !== null).sort((a, b) => a - b)), 'with standby')
    t.ok(both.every(([primary, standby]) => primary !== standby))
  }
})

function holders (held: number[][], partition: number): number[] {
  return held.flatMap((partitions, i) => partitions.includes(partition) ? [i + 1] : [])
}
