import { writeSync } from 'node:fs'
import { openLmdbLog } from '../../log/lmdb-log.ts'
import { payload, stored, textOf } from './collected.ts'

/**
 * Appends numbered records in rounds until it is killed, and says on standard output, synchronously, which
 * window it stands in: `appended` (nothing committed yet), `committing` (the flush is under way), `durable`
 * (before the fold), `folded` (before the acknowledgement), `acknowledged`. Windows of the loop's own are
 * held open for some milliseconds, so that the parent can hit them.
 *
 * Arguments: the folder. The number goes on from what the folder holds.
 */
const dir = process.argv[2]!
const ROUND = 200
const FILLER = 'x'.repeat(2000)
const held = new Int32Array(new SharedArrayBuffer(4))

function mark (window: string, detail: number | string = ''): void {
  writeSync(1, `${window} ${detail}\n`)
}

function hold (): void {
  Atomics.wait(held, 0, 0, 8)
}

const log = await openLmdbLog({ dir })
const before = await stored(log, 0, 'socket')
let number = before.length === 0 ? 0 : Number.parseInt(textOf(before.at(-1)!)) + 1

log.follow(0, 'socket', await log.end(0, 'socket'), records => {
  mark('durable')
  hold()
  mark('folded', Number.parseInt(textOf(records.at(-1)!)))
  hold()
})

for (;;) {
  const round: Array<Promise<void>> = []
  for (let i = 0; i < ROUND; i++) round.push(log.append(0, 'socket', 'A', payload(`${number++} ${FILLER}`)))
  mark('appended', number - 1)
  hold()
  // stands behind the log's own setImmediate, which begins the commit
  setImmediate(() => mark('committing'))
  await Promise.all(round)
  mark('acknowledged', number - 1)
  hold()
}
