import { performance } from 'node:perf_hooks'

const OFFSET = Number(process.hrtime.bigint()) / 1e6 - performance.now()

/** Milliseconds on the machine's monotonic clock: the same in every process of a run, unlike performance.now(). */
export function now (): number {
  return OFFSET + performance.now()
}
