import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { openLmdbLog } from '../../log/lmdb-log.ts'
import { stored, textOf } from './collected.ts'

const CHILD = fileURLToPath(new URL('crash-child.ts', import.meta.url))
const WINDOWS = ['appended', 'committing', 'durable', 'folded', 'acknowledged'] as const
/** Kills per window that are tried for, and after which the test gives up. */
const TRIES = 2
const MOST = 40

interface Death {
  /** The window in which the process died. */
  window: string
  /** The last record that was folded, and the last that was acknowledged; -1 for none. */
  folded: number
  acknowledged: number
}

/** Lets a writer run for some random rounds, kills it on its way into `window`, and reads what it had said by then. */
async function killedIn (dir: string, window: string): Promise<Death> {
  const child = spawn(process.execPath, ['--import=./scripts/typescript.mjs', CHILD, dir], { stdio: ['ignore', 'pipe', 'inherit'] })
  let rounds = 1 + Math.floor(Math.random() * 6)
  const death: Death = { window: '', folded: -1, acknowledged: -1 }
  const lines = createInterface({ input: child.stdout })
  lines.on('line', line => {
    const [name, number] = line.split(' ')
    death.window = name!
    if (name === 'folded') death.folded = Number(number)
    if (name === 'acknowledged') death.acknowledged = Number(number)
    if (name === window && --rounds === 0) setTimeout(() => child.kill('SIGKILL'), Math.random() * 4)
  })
  const [[, signal]] = await Promise.all([once(child, 'exit'), once(lines, 'close')])
  if (signal !== 'SIGKILL') throw new Error('the writer ended by itself')
  return death
}

// every kill costs the start of a process
t.setTimeout(240_000)

t.test('L2, L3: kill -9 in every window loses nothing acknowledged or shown, and doubles nothing', async t => {
  const dir = t.testdir()
  const hits = new Map<string, number>(WINDOWS.map(window => [window, 0]))
  const wanting = (): string | undefined => WINDOWS.find(window => hits.get(window)! < TRIES)
  let deaths = 0
  for (let window = wanting(); window !== undefined && deaths < MOST; window = wanting()) {
    const death = await killedIn(dir, window)
    hits.set(death.window, hits.get(death.window)! + 1)
    deaths++

    const log = await openLmdbLog({ dir })
    const records = await stored(log, 0, 'socket')
    await log.close()
    const numbers = records.map(record => Number.parseInt(textOf(record)))
    t.ok(numbers.every((number, i) => number === i), `${death.window}: in order, whole and nothing twice`)
    t.ok(numbers.length > death.acknowledged, `${death.window}: everything acknowledged is there`)
    t.ok(numbers.length > death.folded, `${death.window}: everything shown is there`)
  }
  t.comment(`kills by window: ${[...hits].map(([window, count]) => `${window} ${count}`).join(', ')}`)
  for (const [window, count] of hits) t.ok(count >= TRIES, `window "${window}" was hit ${count} times`)
})
