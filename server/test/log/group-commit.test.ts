import t from 'tap'
import type { LogRecord } from '../../log/event-log.ts'
import { GroupCommit } from '../../log/group-commit.ts'

function record (position: number, bytes = 10): LogRecord {
  return { position, at: 0, classCode: 'A', payload: new Uint8Array(bytes) }
}

/** A disk whose commits end when the test says so. */
function slowDisk () {
  const commits: Array<{ positions: number[], done: () => void, fail: (error: Error) => void }> = []
  let begun = (): void => {}
  return {
    commits,
    commit: (lanes: readonly LogRecord[][]) => new Promise<void>((resolve, reject) => {
      commits.push({ positions: lanes.flat().map(({ position }) => position), done: resolve, fail: reject })
      begun()
    }),
    /** Resolves when the commit of that number (from 1) has begun. */
    begun: (count: number) => new Promise<void>(resolve => {
      begun = () => { if (commits.length >= count) resolve() }
      begun()
    })
  }
}

t.test('what comes during a commit goes together into the next', async t => {
  const disk = slowDisk()
  const stored: number[][] = []
  const group = new GroupCommit({
    lanes: 2,
    commit: disk.commit,
    onStored: lanes => { stored.push(lanes.flat().map(({ position }) => position)) },
    onFailed: () => t.fail('no commit fails here')
  })
  const first = group.add(0, record(1))
  await disk.begun(1)
  const later = [group.add(0, record(2)), group.add(1, record(3)), group.add(0, record(4))]
  t.equal(later[0], later[2], 'one promise for all of a batch')
  disk.commits[0]!.done()
  await first
  t.same(stored, [[1]])
  await disk.begun(2)
  disk.commits[1]!.done()
  await Promise.all(later)
  await group.drained()
  t.same(stored, [[1], [2, 4, 3]])
  t.equal(group.batches, 2)
})

t.test('a commit that fails rejects its own appends only, after it was told of', async t => {
  const disk = slowDisk()
  const failures: unknown[] = []
  const group = new GroupCommit({ lanes: 1, commit: disk.commit, onStored () {}, onFailed: error => { failures.push(error) } })
  const full = new Error('full')
  const first = group.add(0, record(1))
  await disk.begun(1)
  const second = group.add(0, record(2))
  disk.commits[0]!.fail(full)
  await t.rejects(first, full)
  t.same(failures, [full])
  await disk.begun(2)
  disk.commits[1]!.done()
  await second
  t.equal(group.batches, 1)
})

t.test('a burst is split, so that no commit holds the loop for long', async t => {
  const sizes: number[] = []
  const group = new GroupCommit({
    lanes: 1,
    commit: async lanes => { sizes.push(lanes[0]!.length) },
    onStored () {},
    onFailed () {}
  })
  await Promise.all(Array.from({ length: 2500 }, (_, i) => group.add(0, record(i))))
  t.same(sizes, [1024, 1024, 452])
})

t.test('L5: while the disk stalls, what waits is bounded; later appends are taken again', async t => {
  const disk = slowDisk()
  const group = new GroupCommit({ lanes: 1, commit: disk.commit, onStored () {}, onFailed () {} })
  const first = group.add(0, record(1))
  await disk.begun(1)
  const waiting = [group.add(0, record(2, 32 * 1024 * 1024)), group.add(0, record(3))]
  await t.rejects(group.add(0, record(4)), { message: /behind/ })
  disk.commits[0]!.done()
  await first
  await disk.begun(2)
  const last = group.add(0, record(5))
  disk.commits[1]!.done()
  await Promise.all(waiting)
  await disk.begun(3)
  disk.commits[2]!.done()
  await last
  t.same(disk.commits.map(({ positions }) => positions), [[1], [2, 3], [5]])
})
