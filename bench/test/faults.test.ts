import t from 'tap'
import { now } from '../clock.ts'
import { answer, enter } from '../swarm/student-phases.ts'
import { Students } from '../swarm/students.ts'
import { DELAY_MS, FaultyServer } from './faulty-server.ts'
import type { Fault } from './faulty-server.ts'

/** The bench tests itself: whatever a server does wrong on purpose must be found out by the checks of its students. */

const STUDENTS = 20
const MESSAGES = 4
const TIMING = { windowMs: 20, timeoutMs: 2000, seed: 1 }
/** How long it is waited for a verdict that never comes. */
const IN_VAIN_MS = 200

type Tap = Pick<typeof t, 'teardown'>

/** Students who tell when all of them have heard the heartbeat, which is the last thing that the server says. */
class Attentive extends Students {
  readonly allHeard: Promise<void>
  #beats = 0
  #tell!: () => void

  constructor (count: number) {
    super(count)
    this.allHeard = new Promise((resolve) => { this.#tell = resolve })
  }

  override beat (index: number, batch: number): void {
    super.beat(index, batch)
    if (++this.#beats === this.count) this.#tell()
  }
}

/** What the checks say after everybody came in, answered, and heard all that this server had to say. */
async function found (t: Tap, fault: Fault) {
  const server = new FaultyServer(fault)
  await server.listen()
  const students = new Attentive(STUDENTS)
  t.teardown(() => {
    students.cutAll()
    server.close()
  })
  await enter(students, { ...TIMING, startAt: now(), entrance: server.entrance(STUDENTS) })
  const timeoutMs = fault === 'forgets verdicts' ? IN_VAIN_MS : TIMING.timeoutMs
  const { missing } = await answer(students, { ...TIMING, timeoutMs, startAt: now(), no: 0, round: 0, values: [1] })
  students.fanout.restart(1)
  await server.speak(MESSAGES, now)
  await students.allHeard
  const { fanout, continuity, ledger } = students
  return {
    gaps: fanout.gaps,
    continuity: continuity.gaps,
    deliveries: fanout.deliveries,
    maxMs: fanout.latency.quantiles().max,
    lost: ledger.lost,
    duplicated: ledger.duplicated,
    missing
  }
}

const EVERYTHING = STUDENTS * MESSAGES
const CLEAN = { gaps: 0, continuity: 0, deliveries: EVERYTHING, lost: 0, duplicated: 0, missing: 0 }

t.test('a server that does everything right is not accused', async (t) => {
  t.match(await found(t, 'none'), CLEAN)
})

t.test('a batch that is never sent is missed by everybody, and by its number', async (t) => {
  t.match(await found(t, 'drops'), { ...CLEAN, gaps: STUDENTS, continuity: STUDENTS, deliveries: EVERYTHING - STUDENTS })
})

t.test('a batch that is sent twice is counted by everybody, and its content taken once', async (t) => {
  t.match(await found(t, 'repeats'), { ...CLEAN, continuity: STUDENTS })
})

t.test('batches in the wrong order are found out', async (t) => {
  const { continuity, gaps } = await found(t, 'reorders')
  t.equal(continuity, 2 * STUDENTS, 'one is missing, and then comes after all')
  t.ok(gaps >= STUDENTS)
})

t.test('a batch that is sent late shows its delay, for it counts from when it was due', async (t) => {
  const late = await found(t, 'delays')
  t.match(late, CLEAN)
  t.ok(late.maxMs >= DELAY_MS, `${late.maxMs} ms`)
})

t.test('an answer without a verdict is lost', async (t) => {
  t.match(await found(t, 'forgets verdicts'), { ...CLEAN, lost: 1, missing: 1 })
})

t.test('an answer that stands in two places is counted twice', async (t) => {
  t.match(await found(t, 'counts twice'), { ...CLEAN, duplicated: 1 })
})
