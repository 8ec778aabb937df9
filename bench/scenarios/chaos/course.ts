import { setTimeout as delay } from 'node:timers/promises'
import { atMost, noLoss } from '../../budgets.ts'
import type { Budget } from '../../budgets.ts'
import { now } from '../../clock.ts'
import { LoadCollector } from '../../generator-load.ts'
import { Latency } from '../../latency.ts'
import { LaunchTokens } from '../../launch-tokens.ts'
import type { Fleet } from '../../processes/fleet.ts'
import type { Swarm } from '../../processes/swarm.ts'
import type { Findings } from '../../report.ts'
import { LEAD_MS } from '../../stage.ts'
import type { Stage } from '../../stage.ts'
import { sumOf } from '../../tally.ts'
import { agreement } from './digests.ts'
import { judge } from './judge.ts'
import type { Judgement } from './judge.ts'
import { HASTE, Lead } from './lead.ts'
import { readBack } from './read-back.ts'

const BROKERS = 3
const PARTITIONS = 8
/** Relays beat so often, whether a question is open or not (ms). */
const BEAT_MS = 2000
const ARRIVAL_MS = 4
const ENTER_MS = 60_000
/** Calm is what lasts so long, and it must come within this (ms). */
const CALM_MS = 1000
const CALM_WITHIN_MS = 90_000
/** The last counts are on the screens after this (ms). */
const QUIET_MS = 2000

/** What can be struck. */
export interface Scene {
  fleet: Fleet
  swarms: readonly Swarm[]
  classCodes: readonly string[]
}

/** Something that happens to the installation while lessons go on. */
export interface Happening {
  /** What it will be, for who waits. */
  name: string
  /** How long nothing happens before it (ms). */
  restMs: number
  /** Does it; resolves with what it was, in words, once the installation is whole again. */
  happen (scene: Scene): Promise<string>
}

interface Room {
  classCode: string
  swarm: Swarm
  lead: Lead
}

/** A happening and how it was overcome. */
export interface Overcome {
  name: string
  words: string
  /** From the beginning until everybody had his line and his view again, and until nobody waited unduly for a verdict (ms); NaN where it did not come to that. */
  views: number
  verdicts: number
}

/**
 * Lessons on an installation as in production while one thing after another happens to it. Then the log is read
 * back and folded: it must say what every student was promised and sees. `more`: budgets of its own, by how long
 * (ms) people were out, and how each happening was overcome. `env`: settings beside those that every course needs.
 */
export async function course (stage: Stage, happenings: readonly Happening[], more: (absence: Latency, overcome: Overcome[]) => Budget[], env: Record<string, string> = {}): Promise<Findings> {
  const { students: [size], classes: [count], relays } = stage.options
  const fleet = await stage.fleet({ relays, brokers: BROKERS, partitions: PARTITIONS, env: { BEAT_IDLE_MS: String(BEAT_MS), BEAT_OPEN_MS: String(BEAT_MS), ...env } })
  const rooms: Room[] = []
  for (let i = 0; i < count; i++) rooms.push(await openRoom(stage, fleet, fleet.classOn(1 + i % relays, `course-${i}`), size))
  if (!await settled(rooms, ENTER_MS)) throw new Error(`not all of ${count} × ${size} students came in\n${fleet.output}`)
  const scene = { fleet, swarms: rooms.map(({ swarm }) => swarm), classCodes: rooms.map(({ classCode }) => classCode) }
  const overcome: Overcome[] = []
  for (const round of stage.rounds(happenings.length)) {
    const { name, restMs, happen } = happenings[round - 1]!
    stage.progress.say(`${round} of ${happenings.length}: ${name} …`)
    await delay(restMs)
    const begun = now()
    const words = await happen(scene)
    const calm = await Promise.all(rooms.map(({ swarm }) => swarm.ask('calm', { calmMs: CALM_MS, timeoutMs: CALM_WITHIN_MS })))
    const after = (of: 'lines' | 'verdicts'): number => Math.max(0, ...calm.map((troubled) => (troubled?.[of] ?? NaN) - begun))
    overcome.push({ name, words, views: after('lines'), verdicts: after('verdicts') })
  }
  stage.progress.say('the last question …')
  await Promise.all(rooms.map(({ lead }) => lead.end()))
  const still = await settled(rooms, ENTER_MS)
  await delay(QUIET_MS)
  stage.progress.say('reading the log back …')
  const logs = await readBack(fleet, scene.classCodes)
  const judgements = await Promise.all(rooms.map(async ({ swarm }, i) => judge(logs[i]!, await swarm.ask('evidence', undefined))))
  const apart = await Promise.all(rooms.map(({ classCode }, i) => agreement(fleet.holders(classCode), classCode, judgements[i]!.digest)))
  const differing = apart.filter((words) => words !== null)
  for (const words of [...judgements.flatMap(({ examples }) => examples), ...differing]) stage.progress.note(words)
  return findings({ rooms, size, overcome, judgements, apart: differing.length, still, more })
}

async function openRoom (stage: Stage, fleet: Fleet, classCode: string, size: number): Promise<Room> {
  const tokens = new LaunchTokens(fleet.launchKey, classCode)
  const swarm = await stage.swarm(fleet, size)
  const lead = await Lead.open(fleet, tokens)
  await swarm.ask('live', {
    entrance: fleet.entrance(tokens.students(size)),
    seed: stage.options.seed,
    habits: { sleeps: 0, stalls: 0, walkOuts: 0 },
    startAt: now() + LEAD_MS,
    windowMs: Math.max(500, size * ARRIVAL_MS),
    lateShare: 0,
    lateMs: 0,
    screens: true
  })
  await swarm.ask('play', { speed: 0, haste: HASTE, beatMs: BEAT_MS })
  return { classCode, swarm, lead }
}

async function settled (rooms: Room[], timeoutMs: number): Promise<boolean> {
  return (await Promise.all(rooms.map(({ swarm }) => swarm.ask('calm', { calmMs: CALM_MS, timeoutMs })))).every((troubled) => troubled !== null)
}

interface Outcome {
  rooms: Room[]
  size: number
  overcome: Overcome[]
  judgements: Judgement[]
  apart: number
  still: boolean
  more (absence: Latency, overcome: Overcome[]): Budget[]
}

async function findings ({ rooms, size, overcome, judgements, apart, still, more }: Outcome): Promise<Findings> {
  const lives = await Promise.all(rooms.map(({ swarm }) => swarm.ask('lifeReport', undefined)))
  const checks = await Promise.all(rooms.map(({ swarm }) => swarm.ask('checks', undefined)))
  const add = <T>(each: T[], value: (one: T) => number): number => each.reduce((sum, one) => sum + value(one), 0)
  const verdicts = {
    lost: add(judgements, ({ lost }) => lost) + add(checks, ({ lost }) => lost),
    duplicated: add(judgements, ({ doubled }) => doubled) + add(checks, ({ duplicated }) => duplicated),
    gaps: add(checks, ({ gaps }) => gaps)
  }
  const load = new LoadCollector()
  for (const { usage, lateness } of lives) load.add(usage, lateness)
  const absence = Latency.merge(lives.map((life) => life.absence))
  const gone = rooms.length * size - add(lives, ({ inside }) => inside)
  const unsettled = overcome.filter(({ views }) => Number.isNaN(views)).length + (still ? 0 : 1)
  return {
    figures: {
      ...Object.fromEntries(overcome.map(({ words, views, verdicts }, i) => [`${i + 1}. ${words}: all have their views, and their verdicts, after ms`, [Math.round(views), Math.round(verdicts)]])),
      'line lost to next view p50, ms': absence.quantiles().p50,
      'line lost to next view p99, ms': absence.quantiles().p99,
      'line lost to next view max, ms': absence.quantiles().max,
      'lines lost': add(lives, ({ ended }) => Object.values(ended).reduce((sum, times) => sum + times, 0)),
      'questions asked': add(rooms, ({ lead }) => lead.questions),
      'teachers who had to come in anew': add(rooms, ({ lead }) => lead.returns),
      answers: add(lives, ({ answers }) => answers),
      'answers counted and not told': add(judgements, ({ untold }) => untold)
    },
    generator: load.load(),
    verdicts,
    budgets: [
      atMost('faults that were not overcome', 0, unsettled),
      atMost('screens that show something else than the log', 0, add(judgements, ({ otherScreens }) => otherScreens)),
      atMost('classes whose relays differ', 0, apart),
      atMost('students who had to reload', 0, gone),
      ...noLoss(verdicts),
      ...more(absence, overcome)
    ],
    trouble: sumOf(checks.map(({ trouble }) => trouble)),
    histograms: { 'line lost to next view, ms': [absence.encode()] }
  }
}
