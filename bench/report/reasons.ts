import { BARE, FANOUT, PER_TICK, SOCKET_IO, fanoutTitle, figureName } from '../scenarios/rivals/names.ts'
import type { Name } from '../scenarios/rivals/names.ts'
import { middle, readable } from './figures.ts'
import type { Results } from './results.ts'

/**
 * Why a budget is missed or was not measured, by what budget-rows.ts calls it. A reason is a measured one: it
 * names figures of the same results, so it goes when they go.
 */
const REASONS: Record<string, (results: Results) => string> = {
  'Server CPU per event shown against Socket.IO': kernelsShare
}

export function reasonFor (what: string, results: Results): string {
  return REASONS[what]?.(results) ?? ''
}

/** One message a tick is one write a socket, for whoever sends it: the bare server's ratio is the least that there is. */
function kernelsShare (results: Results): string {
  const report = results.get('rivals-fanout')
  if (report === undefined) return ''
  const ratios = report.parameters.students.map((size) => {
    const cpu = (name: Name, perTick: number): number => middle(report, figureName(fanoutTitle(size, perTick), name, FANOUT.cpu))
    const each = PER_TICK.map((perTick) => `${readable(cpu(BARE, perTick) / cpu(SOCKET_IO, perTick))} at ${perTick} a tick`)
    return `${readable(size)} students: ${each.join(', ')}`
  })
  return 'The bare uWebSockets.js broadcaster itself, which does nothing but write, stands at these shares of Socket.IO\'s CPU in the ' +
    `same run: ${ratios.join('; ')}.`
}
