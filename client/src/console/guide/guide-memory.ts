import type { Store } from '../../storage.ts'

/** What the browser remembers of a teacher's guide. */
export interface GuideMemory {
  /** The tour's next step, from 0. */
  step: number
}

const KEY = 'lectern.guide'

/** Whether the guide has opened by itself before; it never does again. */
export function guideWasOpen (store: Store): boolean {
  return store.read(KEY) !== null
}

export function readGuide (store: Store): GuideMemory {
  const kept = store.read(KEY)
  const step = typeof kept === 'object' && kept !== null && 'step' in kept && typeof kept.step === 'number' ? kept.step : 0
  return { step }
}

export function writeGuide (store: Store, memory: GuideMemory): void {
  store.write(KEY, memory)
}
