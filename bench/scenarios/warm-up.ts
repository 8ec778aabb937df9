import { setTimeout as delay } from 'node:timers/promises'
import type { Lectern } from '../processes/lectern.ts'
import type { Rival } from '../processes/rival.ts'
import { BareTeacher } from '../rivals/bare-teacher.ts'
import { PATIENCE_MS } from '../stage.ts'
import type { Stage } from '../stage.ts'
import { stampedPayload } from '../swarm/fanout-meter.ts'

/** So many teachers speak at once, because each may say only so much; to one of them a class listens. */
const CLASSES = 40
const LISTENERS = 200
/** What each says: ten messages at once, then nine single ones. */
const SPEECH = [10, 1, 1, 1, 1, 1, 1, 1, 1, 1]
const STEP_MS = 20
/** After that nothing, to stay below the 60 a second that he may send. */
const PAUSE_MS = 200
/** 40 s: V8 tidies up half a minute after the start. */
const SPEECHES = 100
const MESSAGE_BYTES = 120

/**
 * Before anything is measured, Lectern and the bare broadcaster take and deliver so many messages that the compiler is
 * through with them, as it is some minutes into a lecture; without it half of what a message costs Lectern beyond the
 * bare server's is code that is not compiled yet, and compiling.
 */
export async function warmUp (stage: Stage, lectern: Lectern, broadcaster: Rival): Promise<void> {
  stage.progress.say('warming up …')
  const audience = stage.generator()
  await audience.ask('openBare', { url: broadcaster.url('student'), count: LISTENERS, echoes: false, timeoutMs: PATIENCE_MS })
  const heard = await stage.fullClass(lectern, LISTENERS)
  const unheard = await Promise.all(Array.from({ length: CLASSES - 1 }, () => stage.emptyClass(lectern, 0, heard.swarm)))
  const bare = await BareTeacher.connect(broadcaster.url('teacher'))
  const message = stampedPayload(MESSAGE_BYTES, 0, 0)
  for (let speech = 0; speech < SPEECHES; speech++) {
    for (const count of SPEECH) {
      const messages = Array.from({ length: count }, () => message)
      for (const { teacher } of [heard, ...unheard]) teacher.control(messages)
      bare.speak(messages, 1)
      await delay(STEP_MS)
    }
    await delay(PAUSE_MS)
  }
  bare.goAway()
  for (const { lesson } of [heard, ...unheard]) await stage.end(lesson)
  await stage.end(audience)
  await stage.end(heard.swarm)
}
