import { generateKeyPairSync } from 'node:crypto'
import t from 'tap'
import { keySetOf } from '../../http/key-set.ts'
import { ecKey, edKey, rsaKey } from './key-host.ts'

const setOf = (...keys: unknown[]): ReturnType<typeof keySetOf> => keySetOf(JSON.stringify({ keys }))

t.test('H3 a key says itself how it signs', async (t) => {
  const [rsa, ec, ed] = [rsaKey('r'), ecKey('e'), edKey('d')]
  const { keys, ignored } = setOf(rsa.jwk, { ...ec.jwk, alg: 'ES256', use: 'sig' }, { ...ed.jwk, key_ops: ['verify'] })
  t.same(keys.map(({ kid, algorithm }) => [kid, algorithm]), [['r', 'RS256'], ['e', 'ES256'], ['d', 'EdDSA']])
  t.same(keys.map(({ pem }) => pem), [rsa.publicPem, ec.publicPem, ed.publicPem])
  t.equal(ignored, 0)
})

t.test('H3 a key without an id is for tokens that name none', async (t) => {
  const { kid, ...nameless } = ecKey('x').jwk
  t.match(setOf(nameless), { keys: [{ kid: '', algorithm: 'ES256' }], ignored: 0 })
})

t.test('H3 keys that no launch token is checked with are left out, the others stay', async (t) => {
  const { jwk } = ecKey('e')
  const others: Record<string, unknown> = {
    'for encryption': { ...jwk, use: 'enc' },
    'for other operations': { ...jwk, key_ops: ['deriveKey'] },
    'operations that are none': { ...jwk, key_ops: 'verify' },
    'of another algorithm': { ...rsaKey('r').jwk, alg: 'RS512' },
    'an algorithm that is not its own': { ...jwk, alg: 'HS256' },
    'a secret': { kty: 'oct', kid: 'o', k: Buffer.from('launch-secret-launch-secret-0001').toString('base64url') },
    'a private key': { ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }), kid: 'p' },
    'too weak': rsaKey('w', 1024).jwk,
    'of another curve': ecKey('c', 'P-384').jwk,
    'that agrees on secrets': { ...generateKeyPairSync('x25519').publicKey.export({ format: 'jwk' }), kid: 'x' },
    'with an id that is no text': { ...jwk, kid: 7 },
    'with an endless id': { ...jwk, kid: 'k'.repeat(129) },
    broken: { ...jwk, x: 'AAAA' },
    'no object': 'key',
    nothing: null
  }
  for (const [what, key] of Object.entries(others)) t.match(setOf(key, jwk), { keys: [{ kid: 'e' }], ignored: 1 }, what)
})

t.test('H3 what is no set is refused', async (t) => {
  for (const text of ['', '{', '[]', 'null', '7', '{}', '{"keys":{}}']) t.throws(() => keySetOf(text), text)
  t.same(keySetOf('{"keys":[]}'), { keys: [], ignored: 0 }, 'an empty one is one')
})
