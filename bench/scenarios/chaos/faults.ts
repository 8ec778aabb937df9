import { setTimeout as delay } from 'node:timers/promises'
import { random } from '../../schedule.ts'
import type { Scene } from './course.ts'

const KINDS = ['relay killed', 'leading broker killed', 'relay frozen', 'leading broker frozen', 'all sockets cut'] as const
export type FaultKind = typeof KINDS[number]

export interface Fault {
  kind: FaultKind
  /** The relay that it strikes, from 1. */
  relay: number
  /** The class whose partition's leader it strikes, from 0. */
  of: number
  /** How long what was killed stays away, and how long nothing happens before the fault (ms). */
  awayMs: number
  restMs: number
}

/** What a fault strikes. */
export interface Victims extends Scene {
  /** How long what is frozen stands still (ms). */
  frozenMs: number
}

const TOPIC = 'socket-topic'
const REST_MS = 2000
const AWAY_MS = { least: 500, most: 4000 }
const LEADER_POLL_MS = 200

/** `count` faults of a run with `seed`: always the same ones, and every kind among the first five. */
export function faultsOf (seed: number, count: number, relays: number, classes: number): Fault[] {
  const next = random(seed)
  const below = (n: number): number => Math.floor(next() * n)
  const left: FaultKind[] = []
  return Array.from({ length: count }, () => {
    if (left.length === 0) left.push(...KINDS)
    const [kind] = left.splice(below(left.length), 1)
    return { kind: kind!, relay: 1 + below(relays), of: below(classes), awayMs: AWAY_MS.least + below(AWAY_MS.most - AWAY_MS.least), restMs: below(REST_MS) }
  })
}

/** Lets a fault happen, and repairs what it broke; resolves with what was struck, in words, once that is whole again. */
export async function inflict (fault: Fault, victims: Victims): Promise<string> {
  switch (fault.kind) {
    case 'relay killed': return killRelay(fault, victims)
    case 'relay frozen': return freezeRelay(fault, victims)
    case 'leading broker killed': return killLeader(fault, victims)
    case 'leading broker frozen': return freezeLeader(fault, victims)
    case 'all sockets cut':
      await Promise.all(victims.swarms.map((swarm) => swarm.ask('cutAll', undefined)))
      return 'all sockets cut'
  }
}

async function killRelay ({ relay, awayMs }: Fault, { fleet }: Victims): Promise<string> {
  const struck = fleet.relays[relay - 1]!
  await struck.program.kill()
  await delay(awayMs)
  await fleet.restart(struck)
  return `relay ${relay} killed, away for ${awayMs} ms`
}

async function freezeRelay ({ relay }: Fault, { fleet, frozenMs }: Victims): Promise<string> {
  const { program } = fleet.relays[relay - 1]!
  program.signal('SIGSTOP')
  await delay(frozenMs)
  program.signal('SIGCONT')
  return `relay ${relay} frozen for ${frozenMs} ms`
}

async function killLeader (fault: Fault, victims: Victims): Promise<string> {
  const { fleet: { kafka } } = victims
  const { id, partition } = await leaderOf(fault, victims)
  await kafka.node(id).stop('SIGKILL')
  await delay(fault.awayMs)
  await kafka.node(id).start()
  await kafka.inSync(TOPIC)
  return `broker ${id} killed, leader of partition ${partition}, away for ${fault.awayMs} ms`
}

async function freezeLeader (fault: Fault, victims: Victims): Promise<string> {
  const { fleet: { kafka }, frozenMs } = victims
  const { id, partition } = await leaderOf(fault, victims)
  kafka.node(id).signal('SIGSTOP')
  await delay(frozenMs)
  kafka.node(id).signal('SIGCONT')
  await kafka.inSync(TOPIC)
  return `broker ${id} frozen for ${frozenMs} ms, leader of partition ${partition}`
}

async function leaderOf ({ of }: Fault, { fleet, classCodes }: Victims): Promise<{ id: number, partition: number }> {
  const partition = fleet.partitionOf(classCodes[of]!)
  for (;;) {
    const id = await fleet.kafka.leaderOf(TOPIC, partition).catch(() => -1)
    if (id > 0) return { id, partition }
    await delay(LEADER_POLL_MS)
  }
}
