import { now } from '../clock.ts'

const SECOND_MS = 1000

let perSecond = Infinity
let second = 0
let acts = 0

/** From now on this process lets its students act (come, answer, return) at most `limit` times a second. */
export function brake (limit: number): void {
  perSecond = limit
}

/** Whether one of them may act now, which counts as an act. */
export function mayAct (): boolean {
  const current = Math.floor(now() / SECOND_MS)
  if (current !== second) {
    second = current
    acts = 0
  }
  if (acts >= perSecond) return false
  acts++
  return true
}
