import { setTimeout as delay } from 'node:timers/promises'
import type { Lectern } from '../processes/lectern.ts'
import type { Rival } from '../processes/rival.ts'
import { BareTeacher } from '../rivals/bare-teacher.ts'
import type { Stage } from '../stage.ts'
import { stampedPayload } from '../swarm/fanout-meter.ts'

const CLASSES = 40
const BURSTS = 20
const MESSAGES = 10
const MESSAGE_BYTES = 120
/** Between two bursts of a class (ms). */
const BURST_MS = 100

/**
 * Before anybody listens, Lectern and the bare broadcaster take so many messages that the compiler is through
 * with them, as it is early in a lecture; without it a third of what a tick of ten costs beyond the bare
 * server's was compiling.
 */
export async function warmUp (stage: Stage, lectern: Lectern, broadcaster: Rival): Promise<void> {
  stage.progress.say('warming up …')
  const swarm = await stage.swarm(lectern, 0)
  const burst = Array.from({ length: MESSAGES }, (_, k) => stampedPayload(MESSAGE_BYTES, 0, k))
  await Promise.all(Array.from({ length: CLASSES }, async () => {
    const { teacher, lesson } = await stage.emptyClass(lectern, 0, swarm)
    const bare = await BareTeacher.connect(broadcaster.url('teacher'))
    for (let sent = 0; sent < BURSTS; sent++) {
      teacher.control(burst)
      bare.speak(burst, 1)
      await delay(BURST_MS)
    }
    bare.goAway()
    await stage.end(lesson)
  }))
  await stage.end(swarm)
}
