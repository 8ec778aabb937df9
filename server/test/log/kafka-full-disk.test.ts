import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { collect, stored } from './collected.ts'
import { opened, ownCluster, ownClusterSkip, persistently, settings } from './kafka-under-test.ts'

const EVENT_BYTES = 200_000

/** A disk of 24 MB for a broker; null where none may be mounted. */
function smallDisk (): { dir: string, grow (): void, remove (): void } | null {
  const dir = mkdtempSync(join(tmpdir(), 'lectern-kafka-disk-'))
  const run = (command: string, ...args: string[]): void => { execFileSync(command, args, { stdio: 'pipe' }) }
  try {
    run('mount', '-t', 'tmpfs', '-o', 'size=24m,mode=0700', 'tmpfs', dir)
  } catch {
    rmSync(dir, { recursive: true })
    return null
  }
  return {
    dir,
    grow: () => { run('mount', '-o', 'remount,size=128m', dir) },
    remove () {
      run('umount', '--lazy', dir)
      rmSync(dir, { recursive: true })
    }
  }
}

const disk = smallDisk()
const skip = disk === null ? 'no small disk can be had here' : await ownClusterSkip()

t.test('L5: a disk that fills up under the broker: appends are refused, and go on by themselves when there is room and the broker is back', { skip, timeout: 90_000 }, async (t) => {
  t.teardown(() => { disk!.remove() })
  const cluster = await ownCluster(t, { nodes: 1, dir: join(disk!.dir, 'cluster') })
  const options = settings(cluster.brokers, { partitions: 1, timeoutMs: 3000 })
  const log = await opened(t, options)
  const live = collect(log, 0, 'socket', 0)
  let acknowledged = 0
  for (let refused = false; !refused;) {
    if (acknowledged > 200) throw new Error('24 MB do not get full')
    await log.append(0, 'socket', 'A', new Uint8Array(EVENT_BYTES).map(() => Math.random() * 256)).then(() => { acknowledged++ }, () => { refused = true })
  }
  t.ok(acknowledged > 10)

  disk!.grow()
  await cluster.node(1).stop()
  await cluster.node(1).start()
  await cluster.serving()
  await persistently(log, 'after')
  const records = await stored(log, 0, 'socket')
  const full = records.filter(({ payload }) => payload.length === EVENT_BYTES).length
  t.ok(full >= acknowledged, `all ${acknowledged} that were acknowledged are there`)
  t.ok(full <= acknowledged + 1, 'and of the refused one at the most')
  t.same((await live.first(records.length)).map(({ position }) => position), records.map(({ position }) => position))
})
