import { now } from '../clock.ts'

/** What the generator itself used over the measured time; beyond 0.7 of its core a run says nothing of the server. */
export interface Usage {
  cpuMs: number
  wallMs: number
  share: number
}

/** Measures this process from now on; the returned function ends the measurement. */
export function meter (): () => Usage {
  const cpu = process.cpuUsage()
  const wall = now()
  return () => {
    const { user, system } = process.cpuUsage(cpu)
    const cpuMs = (user + system) / 1000
    const wallMs = now() - wall
    return { cpuMs, wallMs, share: cpuMs / wallMs }
  }
}
