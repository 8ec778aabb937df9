import { BEYOND_SPREAD_MS, atMost } from '../budgets.ts'
import type { Findings } from '../report.ts'
import type { Stage } from '../stage.ts'
import { course } from './chaos/course.ts'

/** Between two relays, as who rolls out a release looks whether all is well (ms). */
const REST_MS = 1000

/** Over this time a relay sends its sockets away: by the second one these are a thousand, and here all relays share a core (ms). */
const SPREAD_MS = 5000

/** Lessons while one relay after another is drained and started again, as for a new release. */
export async function roll (stage: Stage): Promise<Findings> {
  const { rounds, relays } = stage.options
  const numbers = Array.from({ length: rounds * relays }, (_, i) => i % relays + 1)
  return course(stage, numbers.map((number) => ({
    name: `relay ${number} is rolled`,
    restMs: REST_MS,
    happen: async ({ fleet }) => {
      const relay = fleet.relays[number - 1]!
      await relay.program.stop()
      await fleet.restart(relay)
      return `relay ${number} drained and started again`
    }
  })), (absence) => [atMost('longest time out, the spread of 5 s included, ms', SPREAD_MS + BEYOND_SPREAD_MS, absence.quantiles().max)], { DRAIN_SPREAD_MS: String(SPREAD_MS) })
}
