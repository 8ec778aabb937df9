import { setTimeout as delay } from 'node:timers/promises'
import { atMost, noLoss } from '../budgets.ts'
import { now } from '../clock.ts'
import { LoadCollector } from '../generator-load.ts'
import { Latency } from '../latency.ts'
import { LaunchTokens } from '../launch-tokens.ts'
import { counterBy, readMetrics } from '../metrics.ts'
import type { Fleet } from '../processes/fleet.ts'
import type { Findings } from '../report.ts'
import type { Class, Stage } from '../stage.ts'
import { Teacher } from '../teacher.ts'
import { writeHistory } from './cold/write-history.ts'
import { play } from './stream.ts'

const PARTITIONS = 8
const RELAYS = 2
const EVERY_MS = 2000
/** The hours of the classes are written within a minute or two, so checkpoints, which come every 5 min, come the oftener. */
const CHECKPOINT_MS = 3000
/** More of the ink than this is never behind the last checkpoints: they wait until as much came as they took, and take less than the ink. */
const INK_READ = 0.5

/**
 * A relay starts on partitions that hold hours of `--classes` classes, while a class goes on at the relay beside
 * it: how long until it is ready, and does the class feel it?
 */
export async function cold (stage: Stage): Promise<Findings> {
  const { students: [size], classes: [classes], duration } = stage.options
  const fleet = await stage.fleet({ relays: RELAYS, brokers: 1, partitions: PARTITIONS, env: { CHECKPOINT_MS: String(CHECKPOINT_MS) } })
  const [live, other] = fleet.relays
  stage.progress.say(`${classes} classes leave their hours in the log …`)
  const written = await writeHistory(fleet, classes)
  stage.progress.say('the relays write checkpoints of them …')
  const rounds = await checkpoints(fleet)
  await other!.program.kill()
  const room = await openClass(stage, fleet, fleet.classOn(live!.number, 'live'), size)
  const ticks = Math.max(1, Math.round(duration * 1000 / EVERY_MS))
  const load = new LoadCollector()
  stage.progress.say('warming up …')
  await play(live!.program, [room], { ticks, load: new LoadCollector() })
  stage.progress.say('the class alone …')
  const before = await play(live!.program, [room], { ticks, load })
  stage.progress.say('the class, while the relay beside it starts …')
  const begun = now()
  const [during, readyMs] = await Promise.all([play(live!.program, [room], { ticks, load }), fleet.restart(other!).then(() => now() - begun)])
  const [held] = await readMetrics(other!.metricsPort, ['lectern_classes'])
  const read = await counterBy(other!.metricsPort, 'lectern_replayed_total', 'lane')
  const skipped = Object.values(await counterBy(other!.metricsPort, 'lectern_skipped_total', 'lane')).reduce((sum, records) => sum + records, 0)
  const { gaps, trouble } = await room.swarm.ask('checks', undefined)
  const verdicts = { lost: 2 * ticks * size - before.deliveries - during.deliveries, duplicated: 0, gaps: gaps + before.gaps + during.gaps }
  const p99 = (encoded: string): number => Latency.decode(encoded).quantiles().p99
  return {
    figures: {
      'events of quizzes in the log': written.quiz,
      'records of ink in the log': written.ink,
      'rounds of checkpoints in the log': rounds,
      'records that the relay read of the socket lane': read['socket'] ?? 0,
      'records that the relay read of the media lane': read['media'] ?? 0,
      'from the start to ready, ms': readyMs,
      'classes that the relay then holds': held!,
      'teacher to screen p99, ms: the class alone': p99(before.latency),
      'teacher to screen p99, ms: while the relay starts': p99(during.latency)
    },
    generator: load.load(),
    verdicts,
    budgets: [
      atMost('records that the relay read of the media lane', INK_READ * written.ink, read['media'] ?? 0),
      atMost('records that the relay could not read', 0, skipped),
      ...noLoss(verdicts)
    ],
    trouble,
    histograms: { 'teacher to screen, ms': [before.latency, during.latency] }
  }
}

/** Waits until no relay has more to write; resolves with how many rounds they wrote. */
async function checkpoints (fleet: Fleet): Promise<number> {
  const written = async (): Promise<number> => {
    const rounds = await Promise.all(fleet.relays.map(async ({ metricsPort }) => await readMetrics(metricsPort, ['lectern_checkpoints_total'])))
    return rounds.flat().reduce((sum, n) => sum + n, 0)
  }
  for (let before = 0; ;) {
    await delay(2 * CHECKPOINT_MS)
    const now = await written()
    if (now > 0 && now === before) return now
    before = now
  }
}

async function openClass (stage: Stage, fleet: Fleet, classCode: string, size: number): Promise<Class> {
  const tokens = new LaunchTokens(fleet.launchKey, classCode)
  const swarm = await stage.swarm(fleet, size)
  const teacher = await Teacher.enter(fleet.entrance([tokens.teacher('teacher')]), 1)
  await teacher.open()
  const room: Class = { teacher, lesson: { stop: async () => { teacher.goAway() } }, swarm, tokens, size }
  const { done } = await stage.fill(fleet, room)
  if (done < size) throw new Error(`only ${done} of ${size} students came in\n${fleet.output}`)
  return room
}
