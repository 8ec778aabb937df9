/**
 * The partition of a class: the one that Kafka's Java clients give the key `classCode` among `partitions`
 * (murmur2 of its UTF-8 bytes, without the sign). Whoever reads or writes our topics with other tools finds
 * the same. It must never change: a class's records lie where it said.
 */
export function partitionOf (classCode: string, partitions: number): number {
  return (murmur2(Buffer.from(classCode)) & 0x7fffffff) % partitions
}

const SEED = 0x9747b28c
const M = 0x5bd1e995
const R = 24

/** MurmurHash2, 32 bits, with the seed of org.apache.kafka.common.utils.Utils. */
function murmur2 (bytes: Buffer): number {
  const whole = bytes.length & ~3
  let hash = SEED ^ bytes.length
  for (let i = 0; i < whole; i += 4) hash = Math.imul(hash, M) ^ mixed(bytes.readInt32LE(i))
  if (bytes.length > whole) hash = Math.imul(hash ^ bytes.readUIntLE(whole, bytes.length - whole), M)
  hash = Math.imul(hash ^ (hash >>> 13), M)
  return hash ^ (hash >>> 15)
}

function mixed (word: number): number {
  const k = Math.imul(word, M)
  return Math.imul(k ^ (k >>> R), M)
}
