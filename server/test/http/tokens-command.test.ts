import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { tokensCommand } from '../../http/tokens-command.ts'
import { LAUNCH_KEYS, post, sidecar } from './sidecar.ts'

const ENV = { LAUNCH_KEYS: LAUNCH_KEYS.map(({ kid, secret }) => `${kid}:${secret}`).join(',') }

t.test('writes tokens that a server takes under SYNTHETIC=on, and no other', async (t) => {
  let text = ''
  tokensCommand(['--count', '3', '--class', 'BIG-1'], ENV, (written) => { text += written })
  const tokens = text.trim().split('\n')
  t.equal(new Set(tokens).size, 3)
  t.ok(tokens.every((token) => token.length <= 1024))
  const on = await sidecar(t, { synthetic: true })
  t.match(await post(on, '/api/classrooms/getRealRoom', { token: tokens[1] }), { status: 200, body: { classCode: 'BIG-1', participant: 'synthetic-st-000002', role: 0 } })
  const off = await sidecar(t)
  t.match(await post(off, '/api/classrooms/getRealRoom', { token: tokens[1] }), { status: 403, body: { error: 'synthetic-off' } })
})

t.test('writes to a file that only its owner may read, teachers too', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'lectern-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const out = join(folder, 'tokens.txt')
  tokensCommand(['--count', '1', '--teacher', '--out', out], ENV, () => t.fail('printed'))
  t.equal(statSync(out).mode & 0o777, 0o600)
  const app = await sidecar(t, { synthetic: true })
  t.match(await post(app, '/api/classrooms/getRealRoom', { token: readFileSync(out, 'utf8').trim() }), { status: 200, body: { classCode: 'LOAD-1', role: 1, bearer: String } })
})

t.test('says in one line what is wrong', async (t) => {
  const failing = (args: string[], env: Record<string, string> = ENV) => () => { tokensCommand(args, env, () => t.fail('printed')) }
  for (const args of [[], ['--count', '0'], ['--count', 'many'], ['--count', '999999']]) t.throws(failing(args), { message: /--count must be/, exitCode: 1 })
  t.throws(failing(['--count', '1', '--class', '../x']), { message: /--class must have/, exitCode: 1 })
  t.throws(failing(['--nonsense']), { message: /--nonsense.*usage/s, exitCode: 1 })
  t.throws(failing(['--count', '1'], {}), { message: /LAUNCH_KEYS is not set/, exitCode: 78 })
  t.throws(failing(['--count', '1'], { ENTRY: 'open', TEACHER_KEY: 'teacher-key-teacher-key' }), { message: /LAUNCH_KEYS is not set/, exitCode: 78 })
})
