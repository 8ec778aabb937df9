import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import type { FastifyInstance } from 'fastify'
import { createSigner } from 'fast-jwt'
import type { Test } from 'tap'
import { buildSidecar } from '../../http/app.ts'
import type { SidecarOptions } from '../../http/options.ts'
import { signer } from '../../tokens.ts'
import type { Resume } from '../../tokens.ts'
import type { EntryFields } from '../../wire/api.ts'

export const TICKET_KEYS = [{ kid: 't1', secret: 'ticket-secret-ticket-secret-0001' }]
export const LAUNCH_KEYS = [{ kid: 'l1', secret: 'launch-secret-launch-secret-0001' }, { kid: 'l0', secret: 'launch-secret-launch-secret-0000' }]
export const TEACHER_KEY = 'teacher-key-teacher-key'
export const HOST_CREDENTIAL = 'host-credential-host-credential'

export const OPTIONS: SidecarOptions = {
  database: ':memory:',
  results: { keptDays: 180, logMs: 48 * 3_600_000 },
  keys: { ticket: TICKET_KEYS, launch: LAUNCH_KEYS, launchJwks: null, hostCredential: HOST_CREDENTIAL, teacherKey: TEACHER_KEY },
  media: { folder: join(tmpdir(), 'lectern-no-media'), keepMs: 3_600_000, imageBytes: 2_000_000, fileBytes: 3_000_000, s3: null },
  entry: 'signed',
  synthetic: false,
  publicUrl: null,
  socketUrl: null,
  socketPort: 8084,
  partitionOf: () => 3,
  joinUrl: null,
  lanAddress: '192.168.0.7',
  origins: [],
  clientDir: null,
  logger: pino({ level: 'silent' }),
  trustProxy: []
}

/** A sidecar on a database in memory, closed when the test ends. */
export async function sidecar (t: Test, options: Partial<SidecarOptions> = {}): Promise<FastifyInstance> {
  const app = await buildSidecar({ ...OPTIONS, ...options })
  t.teardown(() => app.close())
  return app
}

/** What a host service says of a student, in the seed's fields. */
export const STUDENT: EntryFields = {
  usrTpCd: 'ST', userName: '김하늘', spaceName: '운영체제', classCode: 'OS-101', tempUsrId: 'tmp-7', uuid: 'u-7', wid: 'w1', stuNo: '20231234', projectId: 'p1', boardId: 'b1'
}
export const TEACHER: EntryFields = { ...STUDENT, usrTpCd: 'TE', userName: '이선생', tempUsrId: 't-1', uuid: 't-1', stuNo: '' }

/** Signs a launch token as a host service would; `age` in seconds, '' for a claim or a key id that is left out. */
export function launch (claims: object, { key = LAUNCH_KEYS[0]!, aud = 'lectern', typ = 'JWT', age = 0 } = {}): string {
  const sign = createSigner({ key: key.secret, algorithm: 'HS256', ...(aud === '' ? {} : { aud }), header: { alg: 'HS256', typ, ...(key.kid === '' ? {} : { kid: key.kid }) } })
  return sign({ ...claims, iat: Math.floor(Date.now() / 1000) - age })
}

/** Signs a resume token as the relay does. */
export function resumeToken (claims: Partial<Resume>, seconds = 60): string {
  return signer('resume', TICKET_KEYS, seconds)({
    cls: 'OS-101', sub: 'u-7', name: '김하늘', num: '', role: 0, seat: 0, ver: false, fac: 1, lid: '', ttl: '', syn: false, les: 'lesson', ...claims
  })
}

/** Makes a class under open entry and tells its code. */
export async function openClass (app: FastifyInstance, title = '운영체제 3분반'): Promise<string> {
  const reply = await app.inject({ method: 'POST', url: '/api/classes', payload: { title, teacherKey: TEACHER_KEY } })
  return reply.json().code
}

/** Posts `payload` as JSON; `headers` besides. */
export async function post (app: FastifyInstance, url: string, payload: object, headers: Record<string, string> = {}): Promise<{ status: number, body: Record<string, unknown>, headers: Record<string, unknown> }> {
  const reply = await app.inject({ method: 'POST', url, payload, headers })
  return { status: reply.statusCode, body: reply.json(), headers: reply.headers }
}
