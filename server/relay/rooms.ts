import type { Partition } from './partition.ts'
import type { Room } from './room.ts'

/** The classes of this relay, in the partitions that it holds. */
export class Rooms {
  readonly partitions: readonly Partition[]
  readonly #byNumber: ReadonlyMap<number, Partition>
  readonly #partitionOf: (classCode: string) => number
  #checkpointing = false

  constructor (partitions: readonly Partition[], partitionOf: (classCode: string) => number) {
    this.partitions = partitions
    this.#byNumber = new Map(partitions.map((partition) => [partition.number, partition]))
    this.#partitionOf = partitionOf
  }

  /** How many classes are in memory. */
  get size (): number {
    return this.partitions.reduce((sum, { rooms }) => sum + rooms.size, 0)
  }

  /** Whether classes of this partition are served here. */
  holds (partition: number): boolean {
    return this.#byNumber.has(partition)
  }

  /** The class of this code, made when it is named for the first time; its partition must be held here. */
  of (classCode: string): Room {
    return (this.#byNumber.get(this.#partitionOf(classCode)) as Partition).of(classCode)
  }

  /** The class of this code if it is in memory. */
  find (classCode: string): Room | undefined {
    return this.#byNumber.get(this.#partitionOf(classCode))?.rooms.get(classCode)
  }

  /** Deadlines are kept, and people told, from now on. */
  settle (): void {
    for (const { rooms } of this.partitions) for (const room of rooms.values()) room.settle()
  }

  /** Time goes by (about once a second). */
  pass (now: number): void {
    for (const { rooms } of this.partitions) for (const room of rooms.values()) room.pass(now)
  }

  /** Writes checkpoints of one partition after another, unless that is under way. */
  async checkpoint (): Promise<void> {
    if (this.#checkpointing) return
    this.#checkpointing = true
    for (const partition of this.partitions) await partition.checkpoint()
    this.#checkpointing = false
  }

  sweep (): void {
    for (const partition of this.partitions) partition.sweep()
  }
}
