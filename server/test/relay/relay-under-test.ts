import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import type { Logger } from 'pino'
import type { Test } from 'tap'
import { Role, Seat } from '../../classroom/model.ts'
import type { Question } from '../../classroom/model.ts'
import { loadConfig } from '../../config.ts'
import type { RelaySettings } from '../../config.ts'
import type { EventLog } from '../../log/event-log.ts'
import { openLmdbLog } from '../../log/lmdb-log.ts'
import { startRelay } from '../../relay/relay.ts'
import type { Relay } from '../../relay/relay.ts'
import type { Place } from '../../relay/placement.ts'
import { TICKET_SECONDS, signer } from '../../tokens.ts'
import type { Ticket } from '../../tokens.ts'
import { Phone } from './phone.ts'

export const KEYS = [{ kid: 'test', secret: 'a secret of the tests that is long enough' }]

const SETTINGS: RelaySettings = loadConfig({ ENTRY: 'open', TEACHER_KEY: 'a-teacher-key-of-the-tests' }).relaySettings

export interface UnderTest {
  relay: Relay
  log: EventLog
  /** Everyone who came, the gone too. */
  readonly phones: readonly Phone[]
  /** What the private port answers. */
  asked (path: string, init?: RequestInit): Promise<Response>
  /** Whether the balancer would find it ready. */
  ready (): Promise<boolean>
  /** Whole text of /metrics. */
  metrics (): Promise<string>
  /** Value of a counter, with its labels as they stand in the text. */
  counter (name: string): Promise<number>
  ticket (claims: Partial<Ticket>): string
  student (key: string, claims?: Partial<Ticket>): Phone
  teacher (key?: string): Phone
  /** A phone with any token on any path. */
  phone (token: string, path?: string, device?: number): Phone
}

export interface TestOptions {
  settings?: Partial<RelaySettings>
  origins?: string[]
  /** Which relay of how many; the only one as a rule. */
  place?: Place
  standby?: boolean
  /** Whether the log's time is the relay's own; true as a rule. */
  ownClock?: boolean
  logger?: Logger
  onDrain? (): void
}

export const CLASS = 'K7QM3P'

/** Starts a relay on an embedded log of its own, or on what `wrap` puts before that. */
export async function relayUnderTest (t: Test, options: TestOptions & { wrap? (log: EventLog): EventLog } = {}): Promise<UnderTest> {
  const dir = await mkdtemp(join(tmpdir(), 'lectern-relay-'))
  const stored = await openLmdbLog({ dir })
  t.teardown(async () => {
    await stored.close()
    await rm(dir, { recursive: true })
  })
  return await relayOn(t, options.wrap?.(stored) ?? stored, options)
}

/** Starts a relay on a log and real sockets; everything but the log is taken down with the test. */
export async function relayOn (t: Test, log: EventLog, options: TestOptions = {}): Promise<UnderTest> {
  const relay = await startRelay({
    host: '127.0.0.1',
    port: 0,
    metricsHost: '127.0.0.1',
    metricsPort: 0,
    log,
    ownClock: options.ownClock ?? true,
    keys: { ticket: KEYS },
    settings: { ...SETTINGS, drainSpreadMs: 50, ...options.settings },
    origins: options.origins ?? [],
    logger: options.logger ?? pino({ level: 'silent' }),
    place: options.place ?? { relay: 1, relays: 1 },
    standby: options.standby ?? true,
    retentionMs: 24 * 3600 * 1000,
    onDrain: options.onDrain ?? (() => {})
  })
  const sign = signer('ticket', KEYS, TICKET_SECONDS)
  const phones: Phone[] = []
  t.teardown(async () => {
    for (const phone of phones) phone.cut()
    await relay.stop()
  })
  const ticket = (claims: Partial<Ticket>): string => sign({
    cls: CLASS, sub: 'somebody', name: '박하늘', num: '', role: Role.student, seat: Seat.student, ver: true, fac: 1, lid: '', ttl: '운영체제 2분반', syn: false, ...claims
  })
  const phone = (token: string, path = `/ws/${log.partitionOf(CLASS)}/${CLASS}`, device?: number): Phone => {
    const made = new Phone(`ws://127.0.0.1:${relay.port}${path}`, token, device)
    phones.push(made)
    return made
  }
  const asked = async (path: string, init?: RequestInit): Promise<Response> => await fetch(`http://127.0.0.1:${relay.metricsPort}${path}`, init)
  const metrics = async (): Promise<string> => await (await asked('/metrics')).text()
  return {
    relay,
    log,
    phones,
    asked,
    metrics,
    async ready () {
      return await fetch(`http://127.0.0.1:${relay.port}/health/ready`).then(({ ok }) => ok, () => false)
    },
    async counter (name) {
      const line = (await metrics()).split('\n').find((text) => text.startsWith(`${name} `))
      return line === undefined ? 0 : Number(line.slice(name.length + 1))
    },
    ticket,
    phone,
    student: (key, claims = {}) => phone(ticket({ sub: key, name: `학생 ${key}`, ...claims })),
    teacher: (key = 'teacher') => phone(ticket({ sub: key, name: '김서연', role: Role.teacher, seat: Seat.console }))
  }
}

/** A question with four choices, of which C is right. */
export function question (change: Partial<Question> = {}): Question {
  return {
    type: 'single',
    text: '교착 상태가 일어나기 위한 필요조건이 아닌 것은?',
    choices: ['상호 배제', '점유 대기', '선점 가능', '순환 대기'],
    solution: { mask: 4 },
    explanation: '비선점이 조건입니다.',
    seconds: 0,
    points: 100,
    speed: false,
    change: true,
    shuffle: false,
    live: false,
    ...change
  }
}
