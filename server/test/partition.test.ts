import t from 'tap'
import { partitionOf } from '../partition.ts'

/** What BuiltInPartitioner.partitionForKey of kafka-clients 4.1.1 gives for a key among so many partitions. */
const AMONG = [1, 2, 7, 48, 100, 1000]
const JAVA: Record<string, number[]> = {
  '': [0, 1, 2, 9, 81, 681],
  A: [0, 0, 5, 34, 78, 578],
  ab: [0, 0, 0, 26, 34, 434],
  abc: [0, 1, 4, 27, 7, 107],
  abcd: [0, 0, 5, 20, 0, 100],
  ABC234: [0, 1, 4, 23, 15, 415],
  '0_-': [0, 1, 6, 27, 99, 699],
  'lecture-1': [0, 1, 3, 7, 71, 71],
  'lecture-2': [0, 0, 3, 30, 2, 702],
  Zz9: [0, 0, 2, 16, 36, 136],
  K7QX2M: [0, 0, 4, 22, 6, 806],
  'CS101-2026-autumn': [0, 0, 6, 12, 56, 356],
  ['z'.repeat(64)]: [0, 1, 0, 27, 11, 811],
  강의: [0, 0, 4, 16, 44, 544],
  '🎓': [0, 0, 0, 18, 14, 514]
}

t.test('L1: a class lies where Java clients put its key', async (t) => {
  for (const [key, expected] of Object.entries(JAVA)) t.same(AMONG.map((partitions) => partitionOf(key, partitions)), expected, JSON.stringify(key))
})
