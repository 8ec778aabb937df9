import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { createLogger } from '../logger.ts'
import { Supervisor } from '../supervisor.ts'

const CHILD = fileURLToPath(new URL('child-that.mjs', import.meta.url))

/** A supervisor of children that do `what`, with everything that happened. */
function supervisor (what: string, options: { wellAfterMs?: number, stopLimitMs?: number } = {}) {
  const children: ChildProcess[] = []
  const waits: number[] = []
  const launched = new EventEmitter()
  const write = (line: string): void => {
    const { msg, waitMs } = JSON.parse(line) as { msg: string, waitMs: number }
    if (msg === 'child-ended') waits.push(waitMs)
    if (msg === 'child-started') launched.emit('child')
  }
  const keeper = new Supervisor({
    start () {
      const child = fork(CHILD, [what], { execArgv: [] })
      children.push(child)
      return child
    },
    logger: createLogger({ level: 'info', role: 'relay', terminal: false, destination: { write } }),
    firstWaitMs: 1,
    longestWaitMs: 4,
    ...options
  })
  return { keeper, children, waits, launched }
}

t.test('start resolves with the port that the child tells', async (t) => {
  const { keeper } = supervisor('serves')
  t.equal(await keeper.start(), 4711)
  await keeper.stop()
})

t.test("a first child that fails ends the start with the child's exit code", async (t) => {
  const { keeper, children } = supervisor('fails')
  await t.rejects(keeper.start(), { name: 'StartError', message: '', exitCode: 78 })
  t.equal(children.length, 1)
  await keeper.stop()
})

t.test('a child that dies is started again, each time after twice the wait, up to the longest', async (t) => {
  const { keeper, children, waits, launched } = supervisor('dies')
  await keeper.start()
  while (children.length < 6) await once(launched, 'child')
  await keeper.stop()
  t.same(waits.slice(0, 5), [1, 2, 4, 4, 4])
})

t.test('the wait begins anew after a child that was well', async (t) => {
  const { keeper, children, waits, launched } = supervisor('dies', { wellAfterMs: 0 })
  await keeper.start()
  while (children.length < 4) await once(launched, 'child')
  await keeper.stop()
  t.same(waits.slice(0, 3), [1, 1, 1])
})

t.test('stop ends the child and starts no other', async (t) => {
  const { keeper, children, waits } = supervisor('serves')
  await keeper.start()
  await keeper.stop()
  t.equal(children[0]?.exitCode, 0)
  t.equal(children.length, 1)
  t.same(waits, [])
  await keeper.stop()
})

t.test('a child that does not stop is killed', async (t) => {
  const { keeper, children } = supervisor('ignores', { stopLimitMs: 50 })
  await keeper.start()
  await keeper.stop()
  t.equal(children[0]?.signalCode, 'SIGKILL')
})
