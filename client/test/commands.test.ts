import t from 'tap'
import { Draw } from '../../server/classroom/whiteboard-model.ts'
import { Up } from '../../server/wire/messages.ts'
import { Commands } from '../src/commands.ts'
import { browserStore } from '../src/storage.ts'
import { memoryStore } from './fake-world.ts'

t.test('M23 what has no verdict survives a reload under its number, ink too', async (t) => {
  const store = memoryStore()
  const before = new Commands(store, Math.random)
  const ink = before.add((n) => [Up.draw, n, [Draw.ink, 0, before.idOf(n), 0, 2, 28, Uint8Array.of(0, 1, 250, 255)]])
  const shape = before.add((n) => [Up.draw, n, [Draw.undo, 7]])
  before.add((n) => [Up.control, n, 'x', Uint8Array.of(1), false])
  before.add((n) => [Up.join, n])
  before.settle(4)
  const after = new Commands(store, Math.random)
  t.same(after.pending, [ink, shape])
  t.equal(after.device, before.device)
  t.equal(after.add((n) => [Up.join, n])[1], 5, 'and no number is used twice')
})

t.test('a store that is full holds nothing rather than what was true before', async (t) => {
  const kept = new Map<string, string>()
  let full = false
  const area = {
    getItem: (key: string) => kept.get(key) ?? null,
    removeItem: (key: string) => { kept.delete(key) },
    setItem (key: string, text: string) {
      if (full) throw new Error('QuotaExceededError')
      kept.set(key, text)
    }
  } as unknown as Storage
  const store = browserStore(() => area)
  store.write('a', 1)
  full = true
  store.write('a', 2)
  t.equal(store.read('a'), null)
})
