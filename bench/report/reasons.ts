import { BARE, FANOUT, LECTERN, PER_TICK, SOCKET_IO, fanoutTitle, figureName } from '../scenarios/rivals/names.ts'
import type { Name } from '../scenarios/rivals/names.ts'
import { middle, readable } from './figures.ts'
import type { Results } from './results.ts'

/**
 * Why a budget is missed or was not measured, by what budget-rows.ts calls it. A reason is a measured one: it
 * names figures of the same results, so it goes when they go.
 */
const REASONS: Record<string, (results: Results) => string> = {
  'Server CPU per delivery against a bare uWebSockets.js broadcaster, 1,000 and 5,000 students': costOfATick,
  'Server CPU per event shown against Socket.IO': kernelsShare
}

export function reasonFor (what: string, results: Results): string {
  return REASONS[what]?.(results) ?? ''
}

/** What Lectern does for a message it does once, whoever receives it. A small class has fewer deliveries to divide it by. */
function costOfATick (results: Results): string {
  const beyond = byFanout(results, (cpu, size, perTick) => `${readable((cpu(LECTERN) - cpu(BARE)) * size * perTick / 1000)} ms`)
  return beyond === ''
    ? ''
    : 'What is said in a tick is stored, folded and acknowledged once, whoever is there to see it. A tick costs beyond the bare ' +
    `server's, ${beyond}. Where it goes: docs/PERFORMANCE.md.`
}

/** One message a tick is one write a socket, for whoever sends it: the bare server's ratio is the least that there is. */
function kernelsShare (results: Results): string {
  const ratios = byFanout(results, (cpu) => readable(cpu(BARE) / cpu(SOCKET_IO)))
  return ratios === ''
    ? ''
    : 'The bare uWebSockets.js broadcaster itself, which does nothing but write, stands at these shares of Socket.IO\'s CPU in the ' +
    `same run: ${ratios}.`
}

/** What `tell` says of each class size and number of messages a tick; `cpu` is of a delivery, in µs. Empty where the rivals were not measured. */
function byFanout (results: Results, tell: (cpu: (name: Name) => number, size: number, perTick: number) => string): string {
  const report = results.get('rivals-fanout')
  if (report === undefined) return ''
  return report.parameters.students.map((size) => {
    const each = PER_TICK.map((perTick) => {
      const cpu = (name: Name): number => middle(report, figureName(fanoutTitle(size, perTick), name, FANOUT.cpu))
      return `${tell(cpu, size, perTick)} at ${perTick} a tick`
    })
    return `${readable(size)} students: ${each.join(', ')}`
  }).join('; ')
}
