import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { keptKeys } from '../keys.ts'

t.test('keys are made once, for the owner alone, and stay', async (t) => {
  const dir = join(t.testdir(), 'data')
  const keys = keptKeys(dir)
  t.equal(statSync(join(dir, 'keys.json')).mode & 0o777, 0o600)
  t.ok(keys.ticket[0] !== undefined && keys.ticket[0].secret.length >= 43)
  t.same(keptKeys(dir), keys)
  t.same(readdirSync(dir), ['keys.json'])
  t.not(keptKeys(join(t.testdirName, 'other')).teacher, keys.teacher)
})

t.test('a file that holds no keys is refused in one line and left as it is', async (t) => {
  for (const text of ['{', '{}', '{"ticket":[],"teacher":"0123456789abcdef"}', '{"ticket":[{"kid":"a","secret":"short"}],"teacher":"0123456789abcdef"}']) {
    const dir = t.testdir({ 'keys.json': text })
    t.throws(() => keptKeys(dir), { name: 'StartError', exitCode: 78, message: /^[^\n]*keys\.json holds no keys of Lectern[^\n]*$/ })
    t.equal(readFileSync(join(dir, 'keys.json'), 'utf8'), text)
  }
})

t.test('a folder that cannot be used is told in one line', async (t) => {
  const dir = t.testdir()
  writeFileSync(join(dir, 'file'), '')
  t.throws(() => keptKeys(join(dir, 'file', 'data')), { name: 'StartError', exitCode: 1, message: /^DATA_DIR [^\n]*$/ })
  mkdirSync(join(dir, 'keys.json'))
  t.throws(() => keptKeys(dir), { name: 'StartError', exitCode: 1, message: /^DATA_DIR [^\n]*$/ })
})
