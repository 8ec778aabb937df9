import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import type { Test } from 'tap'
import { Role, Seat } from '../../classroom/model.ts'
import type { Question } from '../../classroom/model.ts'
import { loadConfig } from '../../config.ts'
import type { RelaySettings } from '../../config.ts'
import type { EventLog } from '../../log/event-log.ts'
import { openLmdbLog } from '../../log/lmdb-log.ts'
import { startRelay } from '../../relay/relay.ts'
import type { Relay } from '../../relay/relay.ts'
import { TICKET_SECONDS, signer } from '../../tokens.ts'
import type { Ticket } from '../../tokens.ts'
import { Phone } from './phone.ts'

export const KEYS = [{ kid: 'test', secret: 'a secret of the tests that is long enough' }]

const SETTINGS: RelaySettings = loadConfig({ ENTRY: 'open', TEACHER_KEY: 'a-teacher-key-of-the-tests' }).relay

export interface UnderTest {
  relay: Relay
  log: EventLog
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
  /** Stands between the relay and its log. */
  wrap? (log: EventLog): EventLog
  dir?: string
}

export const CLASS = 'K7QM3P'

/** Starts a relay on a real log and real sockets; everything is taken down with the test. */
export async function relayUnderTest (t: Test, options: TestOptions = {}): Promise<UnderTest> {
  const dir = options.dir ?? await mkdtemp(join(tmpdir(), 'lectern-relay-'))
  const stored = await openLmdbLog({ dir })
  const log = options.wrap?.(stored) ?? stored
  const relay = await startRelay({
    host: '127.0.0.1',
    port: 0,
    metricsHost: '127.0.0.1',
    metricsPort: 0,
    log,
    keys: { ticket: KEYS },
    settings: { ...SETTINGS, drainSpreadMs: 50, ...options.settings },
    origins: options.origins ?? [],
    logger: pino({ level: 'silent' }),
    number: 1,
    retentionMs: 24 * 3600 * 1000
  })
  const sign = signer('ticket', KEYS, TICKET_SECONDS)
  const phones: Phone[] = []
  t.teardown(async () => {
    for (const phone of phones) phone.cut()
    await relay.stop()
    await stored.close()
    if (options.dir === undefined) await rm(dir, { recursive: true })
  })
  const ticket = (claims: Partial<Ticket>): string => sign({
    cls: CLASS, sub: 'somebody', name: '박하늘', num: '', role: Role.student, seat: Seat.student, ver: true, fac: 1, lid: '', ttl: '운영체제 2분반', syn: false, ...claims
  })
  const phone = (token: string, path = `/ws/0/${CLASS}`, device?: number): Phone => {
    const made = new Phone(`ws://127.0.0.1:${relay.port}${path}`, token, device)
    phones.push(made)
    return made
  }
  const metrics = async (): Promise<string> => await (await fetch(`http://127.0.0.1:${relay.metricsPort}/metrics`)).text()
  return {
    relay,
    log,
    metrics,
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
