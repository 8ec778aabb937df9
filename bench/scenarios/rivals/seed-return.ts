import { setTimeout as delay } from 'node:timers/promises'
import { Latency } from '../../latency.ts'
import { cpuMs } from '../../processes/proc.ts'
import type { Findings } from '../../report.ts'
import type { ReturnResult } from '../../rivals/swarm/rival-operations.ts'
import { PATIENCE_MS } from '../../stage.ts'
import type { Stage } from '../../stage.ts'
import { OFFLINE_MS } from './measure.ts'
import { RETURN, SEED, SOCKET_IO } from './names.ts'
import type { Shown } from './names.ts'
import { SERVERS, openRival, spreadOf } from './rival-contestant.ts'
import { curvesOf, keep, tell, tellGenerator } from './rounds.ts'
import type { Kept, Measured } from './rounds.ts'
import type { SeedFindings } from './seed-storm.ts'

const REST_MS = 500

interface Round {
  back: ReturnResult
  cpuUs: number
}

/** A class is cut and comes back, and every departure and arrival goes to everybody who is there. */
export async function seedReturn (stage: Stage, title: string, size: number, rounds: number): Promise<SeedFindings> {
  const all = new Map<Shown, Kept<Round>>([[SEED, keep(await returns(stage, title, size, rounds))]])
  const figures: Findings['figures'] = {}
  tell(figures, title, RETURN.p99, all, ({ back }) => Latency.decode(back.latency).quantiles().p99)
  tell(figures, title, RETURN.last, all, ({ back }) => back.lastMs)
  tell(figures, title, 'last arrival told after, ms', all, ({ back }) => back.announcedMs)
  tell(figures, title, RETURN.cpu, all, ({ cpuUs }) => cpuUs)
  tell(figures, title, 'arrivals and departures told', all, ({ back }) => back.announcements)
  tell(figures, title, RETURN.away, all, ({ back }) => size - back.done)
  tellGenerator(figures, title, all)
  return { figures, curves: curvesOf(title, size, all, ({ back }) => back.steps), histograms: {} }
}

async function returns (stage: Stage, title: string, size: number, rounds: number): Promise<Array<Measured<Round>>> {
  const server = await stage.rival(SERVERS[SOCKET_IO])
  const swarm = await openRival(stage, SOCKET_IO, server, size, true)
  const plan = { offlineMs: OFFLINE_MS, spread: spreadOf(size), timeoutMs: PATIENCE_MS }
  const measured: Array<Measured<Round>> = []
  for (const number of stage.rounds(rounds)) {
    stage.progress.say(`${title}: round ${number} of ${rounds}, ${SEED} …`)
    await delay(REST_MS)
    const before = cpuMs(server.pid)
    const back = await swarm.ask('comeBack', { ...plan, seed: stage.options.seed + number })
    measured.push({ round: { back, cpuUs: (cpuMs(server.pid) - before) * 1000 / size }, usage: back.usage })
  }
  await stage.end(swarm)
  await stage.end(server)
  return measured
}
