import { setTimeout as delay } from 'node:timers/promises'
import type { FleetRelay } from '../../processes/fleet.ts'

const WITHIN_MS = 20_000
const POLL_MS = 200

/**
 * Waits until all holders of a class say that they have the same state, and the one that the log folds to
 * (`digest`). Resolves with null, or after 20 s with what each says, in words.
 */
export async function agreement (holders: readonly FleetRelay[], classCode: string, digest: string): Promise<string | null> {
  const limit = Date.now() + WITHIN_MS
  for (;;) {
    const states = await Promise.all(holders.map(({ metricsPort }) => stateOf(metricsPort, classCode)))
    if (states.every((state) => state === states[0]) && states[0]!.includes(`"${digest}"`)) return null
    if (Date.now() > limit) return `class ${classCode}: the log folds to ${digest}; ${holders.map(({ number }, i) => `relay ${number} has ${states[i]}`).join('; ')}`
    await delay(POLL_MS)
  }
}

async function stateOf (metricsPort: number, classCode: string): Promise<string> {
  try {
    return (await (await fetch(`http://127.0.0.1:${metricsPort}/state/${classCode}`)).text()).trim()
  } catch (error) {
    return (error as Error).message
  }
}
