import { STUDENT_BYTES, atMost, noLoss } from '../budgets.ts'
import { now } from '../clock.ts'
import { LoadCollector } from '../generator-load.ts'
import type { Findings } from '../report.ts'
import { LEAD_MS, PATIENCE_MS } from '../stage.ts'
import type { Stage } from '../stage.ts'

/** Time that an answer takes of the schedule (ms): 2,500 a second. */
const PACE_MS = 0.4
const CHOICES = [1, 2, 4, 8]

/**
 * What a joined student costs who has answered every question (20 unless --rounds says otherwise):
 * resident memory of the relay after its garbage was collected, against the same class without students.
 */
export async function memory (stage: Stage): Promise<Findings> {
  const { rounds: questions, students: [size], seed } = stage.options
  const lectern = await stage.lectern({ inspect: true })
  const room = await stage.emptyClass(lectern, size)
  const empty = await lectern.collectedMemory()
  const load = new LoadCollector()
  const entered = await stage.fill(lectern, room)
  const joined = await lectern.collectedMemory()
  for (const question of stage.rounds(questions)) {
    stage.progress.say(`question ${question} of ${questions} …`)
    const asked = await room.teacher.ask()
    const windowMs = Math.ceil(size * PACE_MS)
    const plan = { startAt: now() + LEAD_MS, windowMs, timeoutMs: PATIENCE_MS, seed: seed + question }
    const { usage, lateness } = await room.swarm.ask('answer', { ...plan, ...asked, values: CHOICES })
    load.add(usage, lateness)
    await room.teacher.close(asked)
  }
  const answered = await lectern.collectedMemory()
  const { lost, duplicated, gaps, trouble } = await room.swarm.ask('checks', undefined)
  const each = (answered.total - empty.total) * 1024 / size
  const verdicts = { lost, duplicated, gaps }
  return {
    figures: {
      'memory with nobody, MiB': empty.total / 1024,
      'memory with all joined, MiB': joined.total / 1024,
      'memory with all answers, MiB': answered.total / 1024,
      'of it not mapped files, MiB': answered.anonymous / 1024,
      'a student joined, bytes': (joined.total - empty.total) * 1024 / size,
      'a student joined, without mapped files, bytes': (joined.anonymous - empty.anonymous) * 1024 / size,
      'a student with all answers, bytes': each,
      'a student with all answers, without mapped files, bytes': (answered.anonymous - empty.anonymous) * 1024 / size,
      'students not in': size - entered.done
    },
    generator: load.load(),
    verdicts,
    budgets: [atMost('memory of a joined student, bytes', STUDENT_BYTES, each), atMost('students not in', 0, size - entered.done), ...noLoss(verdicts)],
    trouble
  }
}
