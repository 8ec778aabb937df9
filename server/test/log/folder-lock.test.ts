import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { FolderInUse, lockFolder } from '../../log/folder-lock.ts'

const CHILD = fileURLToPath(new URL('lock-child.ts', import.meta.url))

t.setTimeout(90_000)

/** A process that holds the folder, or the error it met. */
async function holder (dir: string): Promise<{ child: ChildProcessWithoutNullStreams, said: string }> {
  const child = spawn(process.execPath, ['--import=./scripts/typescript.mjs', CHILD, dir])
  const [data] = await once(child.stdout, 'data') as [Buffer]
  return { child, said: data.toString().trim() }
}

async function killed (child: ChildProcessWithoutNullStreams): Promise<void> {
  child.kill('SIGKILL')
  await once(child, 'exit')
}

t.test('a second process is refused with folder and owner; a killed owner leaves nothing in the way', async t => {
  const dir = t.testdir()
  const { child, said } = await holder(dir)
  t.equal(said, 'held')
  t.throws(() => lockFolder(dir), new FolderInUse(dir, child.pid!))
  await killed(child)
  t.ok(existsSync(join(dir, 'owner')), 'the dead owner\'s lock is still there')
  const unlock = lockFolder(dir)
  const second = await holder(dir)
  t.equal(second.said, `the log folder ${dir} is in use by process ${process.pid}`)
  unlock()
  t.same(readdirSync(dir), [])
})

t.test('a lock whose pid was given to another process is stale', async t => {
  const dir = t.testdir({ owner: `${process.pid} 1 another-boot\n` })
  lockFolder(dir)()
  t.same(readdirSync(dir), [])
})

t.test('a lock that cannot be read as one is stale', async t => {
  for (const owner of ['', 'nonsense', '-1 5 x\n', '0 5 x\n', '999999999 5 x\n']) {
    const dir = t.testdir({ owner })
    lockFolder(dir)()
    t.same(readdirSync(dir), [])
  }
})

t.test('letting go twice, or of a lock that is somebody else\'s by now, removes nothing', async t => {
  const dir = t.testdir()
  const unlock = lockFolder(dir)
  unlock()
  unlock()
  writeFileSync(join(dir, 'owner'), 'somebody else\n')
  unlock()
  t.equal(readFileSync(join(dir, 'owner'), 'utf8'), 'somebody else\n')
})

t.test('of many that find the same stale lock one gets the folder', async t => {
  const dir = t.testdir({ owner: '999999999 5 x\n' })
  const found = await Promise.all(Array.from({ length: 4 }, () => holder(dir)))
  const owners = found.filter(({ said }) => said === 'held')
  t.equal(owners.length, 1)
  const pid = owners[0]!.child.pid
  for (const { said } of found.filter(({ said }) => said !== 'held')) t.equal(said, `the log folder ${dir} is in use by process ${pid}`)
  await killed(owners[0]!.child)
})

t.test('a folder that cannot be used is an error', async t => {
  const dir = t.testdir()
  mkdirSync(join(dir, 'owner'))
  t.throws(() => lockFolder(dir), { code: 'EISDIR' })
})
