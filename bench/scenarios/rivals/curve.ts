import type { Curve } from '../../report.ts'
import { STEP_MS } from '../../swarm/phase.ts'

/** How much of `all` that should arrive had arrived by when: ms after the start, and percent. */
export function arrivedCurve (steps: number[], all: number): Curve {
  let arrived = 0
  return { x: [0, ...steps.map((_, step) => (step + 1) * STEP_MS)], y: [0, ...steps.map((count) => 100 * (arrived += count) / all)] }
}
