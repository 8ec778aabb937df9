import type { Verdicts } from '../../budgets.ts'
import type { Lectern } from '../../processes/lectern.ts'
import type { Rival } from '../../processes/rival.ts'
import type { Stage } from '../../stage.ts'
import type { Contestant, Faults } from './contestant.ts'
import { LecternContestant } from './lectern-contestant.ts'
import { BARE, SOCKET_IO, WS } from './names.ts'
import { RivalContestant, SERVERS } from './rival-contestant.ts'
import type { RivalContestantName } from './rival-contestant.ts'

const RIVALS: RivalContestantName[] = [BARE, WS, SOCKET_IO]

/** All servers of a run, side by side on the server's core: idle, they cost next to nothing. */
export interface LineUp {
  lectern: Lectern
  rivals: Map<RivalContestantName, Rival>
}

export async function startAll (stage: Stage): Promise<LineUp> {
  const lectern = await stage.lectern()
  const rivals = new Map<RivalContestantName, Rival>()
  for (const name of RIVALS) rivals.set(name, await stage.rival(SERVERS[name]))
  return { lectern, rivals }
}

export async function endAll (stage: Stage, { lectern, rivals }: LineUp): Promise<void> {
  for (const server of [...rivals.values(), lectern]) await stage.end(server)
}

/** Sends all classes away; what their students found wrong is added to `faults`. */
export async function emptyAll (contestants: Contestant[], faults: Faults): Promise<void> {
  for (const contestant of contestants) {
    const { verdicts, trouble } = await contestant.goAway()
    addFaults(faults, { ...verdicts, trouble })
  }
}

/** Adds what some students found wrong. */
export function addFaults ({ verdicts, trouble }: Faults, found: Verdicts & { trouble: Record<string, number> }): void {
  verdicts.lost += found.lost
  verdicts.duplicated += found.duplicated
  verdicts.gaps += found.gaps
  for (const [what, times] of Object.entries(found.trouble)) trouble[what] = (trouble[what] ?? 0) + times
}

/** A class of `size` on each server, in the order of a round. */
export async function fillAll (stage: Stage, { lectern, rivals }: LineUp, size: number): Promise<Contestant[]> {
  const contestants: Contestant[] = [new LecternContestant(stage, lectern, await stage.fullClass(lectern, size))]
  for (const [name, server] of rivals) {
    stage.progress.say(`${size} students come to ${name} …`)
    contestants.push(await RivalContestant.enter(stage, name, server, size))
  }
  return contestants
}
