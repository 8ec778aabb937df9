import { RELAY_KILLED_MS, atMost } from '../budgets.ts'
import { median } from '../latency.ts'
import type { Findings } from '../report.ts'
import type { Stage } from '../stage.ts'
import { course } from './chaos/course.ts'
import { faultsOf, inflict } from './chaos/faults.ts'

/** Lessons while brokers and relays are killed and frozen and all sockets are cut, as the seed has it. */
export async function chaos (stage: Stage): Promise<Findings> {
  const { classes: [count], rounds, duration, seed, relays } = stage.options
  return course(stage, faultsOf(seed, rounds, relays, count).map((fault) => ({
    name: fault.kind,
    restMs: fault.restMs,
    happen: (scene) => inflict(fault, { ...scene, frozenMs: duration * 1000 })
  })), (_, overcome) => {
    const kills = overcome.filter(({ name }) => name === 'relay killed').map(({ views }) => views)
    return kills.length === 0 ? [] : [atMost('all back with a view after a relay was killed (median), ms', RELAY_KILLED_MS, median(kills))]
  })
}
