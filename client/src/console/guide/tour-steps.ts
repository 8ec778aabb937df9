/** What the tour points at, in its order; a step whose place is not on this screen is passed over. */
export const TOUR_STEPS = [
  { id: 'next', at: '.steer .next' },
  { id: 'list', at: '.console > .list' },
  { id: 'stage', at: 'main.stage' },
  { id: 'people', at: '.console > .side' },
  { id: 'tools', at: '.rail' }
] as const

/** The first step from `from` on, in steps of `by`, that is on the screen; -1 where there is none. */
export function stepFrom (from: number, by: 1 | -1, shown: (selector: string) => boolean): number {
  for (let step = from; step >= 0 && step < TOUR_STEPS.length; step += by) {
    const at = TOUR_STEPS[step]?.at
    if (at !== undefined && shown(at)) return step
  }
  return -1
}
