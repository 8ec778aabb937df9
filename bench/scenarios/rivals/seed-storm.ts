import { setTimeout as delay } from 'node:timers/promises'
import { now } from '../../clock.ts'
import { Latency } from '../../latency.ts'
import type { Quantiles } from '../../latency.ts'
import { cpuMs } from '../../processes/proc.ts'
import type { Findings } from '../../report.ts'
import type { StormResult } from '../../rivals/swarm/relay-storm.ts'
import { SocketIoTeacher } from '../../rivals/socket-io-teacher.ts'
import { LEAD_MS } from '../../stage.ts'
import type { Stage } from '../../stage.ts'
import { SEED, SOCKET_IO, STORM, WINDOW_MS } from './names.ts'
import type { Shown } from './names.ts'
import { SERVERS, openRival } from './rival-contestant.ts'
import { curvesOf, histogramsOf, keep, tell, tellGenerator } from './rounds.ts'
import type { Kept, Measured } from './rounds.ts'

/** How long the messages are waited for after the last was sent (ms). */
const PATIENCE_MS = 30_000
const REST_MS = 500

/** What a measurement of the seed's shape adds to the findings of a scenario. */
export type SeedFindings = Required<Pick<Findings, 'figures' | 'curves' | 'histograms'>>

export const NOTHING: SeedFindings = { figures: {}, curves: {}, histograms: {} }

interface Round {
  storm: StormResult
  latency: Quantiles
  cpuUs: number
  /** Answers that the teacher got. */
  told: number
}

/** Everybody answers within two seconds, and every answer goes to everybody. */
export async function seedStorm (stage: Stage, title: string, size: number, rounds: number): Promise<SeedFindings> {
  const measured = await storms(stage, title, size, rounds)
  const all = new Map<Shown, Kept<Round>>([[SEED, keep(measured)]])
  const figures: Findings['figures'] = {}
  const messages = size * (size - 1)
  tell(figures, title, STORM.p50, all, ({ latency }) => latency.p50)
  tell(figures, title, STORM.p99, all, ({ latency }) => latency.p99)
  tell(figures, title, STORM.told, all, ({ storm }) => storm.lastMs)
  tell(figures, title, STORM.cpu, all, ({ cpuUs }) => cpuUs)
  tell(figures, title, STORM.lost, all, ({ storm }) => messages - storm.deliveries)
  tell(figures, title, 'answers the teacher never got', all, ({ told }) => size - told)
  tellGenerator(figures, title, all)
  return {
    figures,
    curves: curvesOf(title, messages, all, ({ storm }) => storm.steps),
    histograms: histogramsOf(title, all, ({ storm }) => storm.latency)
  }
}

async function storms (stage: Stage, title: string, size: number, rounds: number): Promise<Array<Measured<Round>>> {
  const server = await stage.rival(SERVERS[SOCKET_IO])
  const swarm = await openRival(stage, SOCKET_IO, server, size)
  const teacher = await SocketIoTeacher.connect(server.port)
  const measured: Array<Measured<Round>> = []
  for (const number of stage.rounds(rounds)) {
    stage.progress.say(`${title}: round ${number} of ${rounds}, ${SEED} …`)
    await delay(REST_MS)
    const before = { cpu: cpuMs(server.pid), relayed: teacher.relayed }
    const plan = { startAt: now() + LEAD_MS, windowMs: WINDOW_MS, timeoutMs: PATIENCE_MS, seed: stage.options.seed + number }
    const storm = await swarm.ask('relayStorm', plan)
    const cpuUs = (cpuMs(server.pid) - before.cpu) * 1000 / size
    const round = { storm, latency: Latency.decode(storm.latency).quantiles(), cpuUs, told: teacher.relayed - before.relayed }
    measured.push({ round, usage: storm.usage })
  }
  teacher.goAway()
  await stage.end(swarm)
  await stage.end(server)
  return measured
}
