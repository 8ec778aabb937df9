import { createHmac } from 'node:crypto'
import t from 'tap'
import { verifier } from '../../tokens.ts'
import { deadUrl, ecKey, edKey, keyHost, publishing, rsaKey, signed } from './key-host.ts'
import { HOST_CREDENTIAL, LAUNCH_KEYS, OPTIONS, STUDENT, TEACHER, TICKET_KEYS, launch, post, sidecar } from './sidecar.ts'

const ROOM = '/api/classrooms/getRealRoom'
const [RSA, EC, ED] = [rsaKey('rsa'), ecKey('ec'), edKey('ed')]

t.test('H3 a host may sign with a key that it publishes', async (t) => {
  const { url } = await keyHost(t, publishing(RSA, EC, ED))
  const app = await sidecar(t, { keys: { ...OPTIONS.keys, launch: [], launchJwks: url } })
  for (const token of [signed(STUDENT, RSA, 'RS256'), signed(STUDENT, EC, 'ES256'), signed(STUDENT, ED, 'EdDSA')]) {
    t.ok(token.length <= 1024)
    t.match(await post(app, ROOM, { token }), { status: 200, body: { classCode: 'OS-101', participant: 'u-7', name: '김하늘', role: 0 } })
  }
  const { body } = await post(app, ROOM, { token: signed({ ...TEACHER, jti: 'j-1', factor: 2 }, EC, 'ES256') })
  t.match(body, { role: 1, bearer: String })
  const checked = verifier('ticket', TICKET_KEYS)(String(body['ticket']))
  t.match(checked, { ok: true, claims: { ver: true, fac: 2 } })
  t.equal(checked.ok && checked.claims.lid, 'j-1')
  t.equal((await post(app, '/socket/join', {}, { authorization: `Bearer ${signed(STUDENT, EC, 'ES256')}` })).status, 200)
})

/** A token signed with HMAC, whatever its secret is: libraries refuse to do this. */
function confused (secret: string, kid: string): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const input = `${part({ alg: 'HS256', typ: 'JWT', kid })}.${part({ ...TEACHER, aud: 'lectern', iat: Math.floor(Date.now() / 1000) })}`
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`
}

t.test('H3 a published key checks what is signed with it, in its own way, and nothing else', async (t) => {
  const { url } = await keyHost(t, publishing(RSA, EC, ED))
  const app = await sidecar(t, { keys: { ...OPTIONS.keys, launchJwks: url } })
  const [head, , signature] = signed(STUDENT, EC, 'ES256').split('.')
  const teacher = Buffer.from(JSON.stringify({ ...TEACHER, aud: 'lectern', iat: Math.floor(Date.now() / 1000) })).toString('base64url')
  const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT', kid: 'ec' })).toString('base64url')
  const bad: Record<string, string> = {
    'changed claims': `${head}.${teacher}.${signature}`,
    'no signature': `${head}.${teacher}.`,
    'alg none': `${none}.${teacher}.`,
    'HS256 with the public key as the secret': confused(EC.publicPem, 'ec'),
    'HS256 with the key set as the secret': confused(JSON.stringify(EC.jwk), 'ec'),
    "HS256 with a secret's id and the public key": confused(RSA.publicPem, 'l1'),
    "another key under a known one's id": signed(TEACHER, ecKey('ec'), 'ES256'),
    "another key's id": signed(TEACHER, EC, 'ES256', { kid: 'rsa' }),
    'an unknown id': signed(TEACHER, ecKey('unknown'), 'ES256'),
    'another algorithm of the key': signed(TEACHER, RSA, 'PS256'),
    'another audience': signed(STUDENT, EC, 'ES256', { aud: 'elsewhere' }),
    'no audience': signed(STUDENT, EC, 'ES256', { aud: '' }),
    'another type': signed(STUDENT, EC, 'ES256', { typ: 'at+jwt' }),
    'from the future': signed(STUDENT, EC, 'ES256', { age: -3600 })
  }
  for (const [what, token] of Object.entries(bad)) t.match(await post(app, ROOM, { token }), { status: 403, body: { error: 'wrong-link' } }, what)
  t.match(await post(app, ROOM, { token: signed(STUDENT, EC, 'ES256', { age: 130 }) }), { status: 401, body: { error: 'expired' } })
  t.equal((await post(app, ROOM, { token: signed(STUDENT, EC, 'ES256') })).status, 200)
})

t.test('H9 a key set that cannot be read makes a sidecar red only where there is no other key', async (t) => {
  const launchJwks = await deadUrl()
  const ready = async (options: object): Promise<number> => (await (await sidecar(t, options)).inject({ url: '/health/ready' })).statusCode
  t.equal(await ready({ keys: { ...OPTIONS.keys, launch: [], launchJwks } }), 503)
  t.equal(await ready({ keys: { ...OPTIONS.keys, launch: LAUNCH_KEYS, launchJwks } }), 200)
  t.equal(await ready({ keys: { ...OPTIONS.keys, launch: [], launchJwks }, entry: 'open' }), 200, 'nor where people come in without')
})

t.test('H3 while nobody can tell whose a token is, its holder may try again', async (t) => {
  const app = await sidecar(t, { keys: { ...OPTIONS.keys, launchJwks: await deadUrl() } })
  const token = signed(STUDENT, EC, 'ES256')
  t.match(await post(app, ROOM, { token }), { status: 503, body: { error: 'unavailable' } })
  t.match(await post(app, '/socket/join', {}, { authorization: `Bearer ${token}` }), { status: 503, body: { error: 'unavailable' } })
  t.equal((await post(app, ROOM, { token: launch(STUDENT) })).status, 200)
  t.equal((await post(app, '/socket/join', STUDENT, { authorization: `Bearer ${HOST_CREDENTIAL}` })).status, 200)
})
