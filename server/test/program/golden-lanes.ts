import { readFileSync, readdirSync } from 'node:fs'
import type { Test } from 'tap'
import { digest, digestMedia, digestPresence } from '../../classroom/digest.ts'
import { isRelayEvent, isUserEvent } from '../../classroom/event-shape.ts'
import { createClassroom, fold } from '../../classroom/lesson.ts'
import { createMedia, foldMedia } from '../../classroom/media-lane.ts'
import { Role, Seat } from '../../classroom/model.ts'
import { RelayTable, foldRelay } from '../../classroom/presence-relays.ts'
import { createPresence, foldPresence, followRelay } from '../../classroom/presence.ts'
import { LANES } from '../../log/event-log.ts'
import type { EventLog, Lane, LogRecord } from '../../log/event-log.ts'
import { TICKET_SECONDS, signer } from '../../tokens.ts'
import { decodeMediaEvent, decodeSocketEvent, decodeUserEvent } from '../../wire/event-codec.ts'
import { encode } from '../../wire/codec.ts'
import { Down } from '../../wire/messages.ts'
import { fromJson } from '../classroom/golden/plain-json.ts'
import type { GoldenLog } from '../classroom/golden/golden-log.ts'
import type { GoldenMedia } from '../classroom/golden/golden-media.ts'
import type { GoldenPresence } from '../classroom/golden/golden-presence.ts'
import { stored } from '../log/collected.ts'
import { Phone } from '../relay/phone.ts'
import type { State } from '../relay/relays-under-test.ts'
import { run } from './running-program.ts'
import type { Env, RunningProgram } from './running-program.ts'

/** The class of the golden logs. */
const CLASS = 'A'
const SECRET = 'the-secret-of-a-test-that-rolls-relays'
/** A kind of event that no release has. */
const NEWER = 999

interface Appended {
  lane: Lane
  classCode: string
  event: unknown
}

/** The golden logs of the oldest release that has all three, as if their last event were of now, and behind each lane's an event of a newer release. */
function goldenLanes (): Appended[] {
  const socket = golden<GoldenLog>(/^\d.*\.json$/).events.map((event) => ({ lane: 'socket' as const, classCode: CLASS, event: fromJson(event) as unknown[], stamps: [2] }))
  const media = golden<GoldenMedia>(/^media-.*\.json$/).events.map((event) => ({ lane: 'media' as const, classCode: CLASS, event: fromJson(event) as unknown[], stamps: [2, 3] }))
  const user = golden<GoldenPresence>(/^user-.*\.json$/).records.filter(({ classCode }) => classCode === CLASS || classCode === '').map(({ classCode, event }) => ({ lane: 'user' as const, classCode, event: [...event], stamps: [1] }))
  const all = [...socket, ...media, ...user]
  const late = Date.now() - Math.max(...all.flatMap(({ event, stamps }) => stamps.map((at) => event[at] as number)))
  for (const { event, stamps } of all) for (const at of stamps) event[at] = event[at] as number + late
  return [...all, ...LANES.map((lane) => ({ lane, classCode: CLASS, event: [NEWER, 'L1', Date.now(), 1] }))]
}

function golden<T> (name: RegExp): T {
  const folder = new URL('../classroom/golden/', import.meta.url)
  const [oldest = ''] = readdirSync(folder).filter((file) => name.test(file)).sort()
  return JSON.parse(readFileSync(new URL(oldest, folder), 'utf8')) as T
}

/** Writes the golden lanes into an empty log. */
export async function writeGolden (log: EventLog): Promise<void> {
  const partition = log.partitionOf(CLASS)
  await Promise.all(goldenLanes().map(({ lane, classCode, event }) => log.append(partition, lane, classCode, encode(event))))
}

/** Starts the program's relay on that log and looks whether it serves the class; ends it with `signal`. Resolves with what it told of the class. */
export async function rolled (t: Test, env: Env, partition: number, signal: NodeJS.Signals): Promise<State> {
  const program: RunningProgram = run(t, ['dist/server/main.js'], { ...env, ROLES: 'relay', ENTRY: 'open', TEACHER_KEY: 'a-teacher-key-of-the-tests', TICKET_KEYS: `test:${SECRET}` })
  await program.line(({ msg }) => msg === 'relay-listening')
  const privately = async (path: string): Promise<string> => await (await fetch(`http://127.0.0.1:${env['PORT_SOCKET_METRICS']}${path}`)).text()
  const state = JSON.parse(await privately(`/state/${CLASS}`)) as State
  const figures = await privately('/metrics')
  for (const lane of LANES) t.match(figures, `lectern_skipped_total{lane="${lane}"} 1\n`, `of the ${lane} lane the newer record is left out and counted, and no other`)
  t.same(program.lines().filter(({ msg }) => msg === 'event-skipped').map(({ lane }) => lane).sort(), [...LANES].sort(), 'and told')
  const ticket = signer('ticket', [{ kid: 'test', secret: SECRET }], TICKET_SECONDS)({ cls: CLASS, sub: 't', name: '김서연', num: '', role: Role.teacher, seat: Seat.console, ver: true, fac: 1, lid: '', ttl: '', syn: false })
  const phone = new Phone(`ws://127.0.0.1:${env['PORT_SOCKET']}/ws/${partition}/${CLASS}`, ticket)
  t.equal((await phone.enter())[0], Down.connected, 'people come in')
  phone.cut()
  await program.kill(signal)
  return state
}

/** Whether what a relay told of the class is what the log holds up to where it had read. */
export async function isFoldOf (t: Test, log: EventLog, { positions, lesson, presence, media }: State): Promise<void> {
  const partition = log.partitionOf(CLASS)
  const upTo = async (lane: Lane, last = Infinity): Promise<LogRecord[]> => (await stored(log, partition, lane)).filter(({ position }) => position <= last)
  const classroom = createClassroom()
  for (const { position, payload } of await upTo('socket', positions[1])) fold(classroom, decodeSocketEvent(payload), position)
  t.equal(lesson, digest(classroom), 'socket lane')
  const shared = createMedia()
  for (const { position, payload } of await upTo('media', positions[2])) foldMedia(shared, decodeMediaEvent(payload), position)
  t.equal(media, digestMedia(shared), 'media lane')
  t.ok(presences(await upTo('user'), positions[0]).has(presence), 'user lane')
}

/** What presence was after the class's record at `from` and each one behind that: relays' events have no class. */
function presences (records: LogRecord[], from: number): Set<string> {
  const table = new RelayTable()
  const room = createPresence(table)
  const seen = new Set<string>()
  for (const { position, at, payload } of records) {
    const event = decodeUserEvent(payload)
    if (isUserEvent(event)) {
      const change = isRelayEvent(event) ? foldRelay(table, event, position, at) : null
      if (change !== null) followRelay(room, change, event[1])
      if (!isRelayEvent(event)) foldPresence(room, event)
    }
    if (position >= from) seen.add(digestPresence(room))
  }
  return seen
}
