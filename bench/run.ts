import { writeFileSync } from 'node:fs'
import { CAPS } from './caps.ts'
import { compareCommand } from './compare.ts'
import { HELP } from './help.ts'
import { TargetError } from './installation.ts'
import { describeMachine } from './machine.ts'
import { mergeCommand } from './merge.ts'
import { UsageError } from './option-values.ts'
import { readOptions } from './options.ts'
import type { Options } from './options.ts'
import { chooseCores, pinSelf } from './processes/cores.ts'
import { provenance } from './provenance.ts'
import { exitCode, reportOf, table } from './report.ts'
import type { Findings } from './report.ts'
import { answers } from './scenarios/answers.ts'
import type { Scenario } from './scenarios/catalogue.ts'
import { chaos } from './scenarios/chaos.ts'
import { classroom } from './scenarios/classroom.ts'
import { cold } from './scenarios/cold.ts'
import { enter } from './scenarios/enter.ts'
import { fanout } from './scenarios/fanout.ts'
import { http } from './scenarios/http.ts'
import { kills } from './scenarios/kills.ts'
import { lesson } from './scenarios/lesson.ts'
import { many } from './scenarios/many.ts'
import { memory } from './scenarios/memory.ts'
import { reconnect } from './scenarios/reconnect.ts'
import { results } from './scenarios/results.ts'
import { rivalsAnswers } from './scenarios/rivals/answers.ts'
import { rivalsFanout } from './scenarios/rivals/fanout.ts'
import { rivalsMemory } from './scenarios/rivals/memory.ts'
import { rivalsReconnect } from './scenarios/rivals/reconnect.ts'
import { rivals } from './scenarios/rivals.ts'
import { roll } from './scenarios/roll.ts'
import { slow } from './scenarios/slow.ts'
import { soak } from './scenarios/soak.ts'
import { stream } from './scenarios/stream.ts'
import { Stage } from './stage.ts'

/** What a scenario is: it starts what it needs on the stage and says what it found. */
const RUN: Record<Scenario, (stage: Stage) => Promise<Findings>> = {
  http,
  enter,
  answers,
  fanout,
  reconnect,
  slow,
  lesson,
  classroom,
  memory,
  many,
  stream,
  kills,
  chaos,
  roll,
  cold,
  soak,
  results,
  rivals,
  'rivals-fanout': rivalsFanout,
  'rivals-answers': rivalsAnswers,
  'rivals-reconnect': rivalsReconnect,
  'rivals-memory': rivalsMemory
}

const USAGE = 2
/** As shells say of a program that was interrupted. */
const INTERRUPTED = 130

const MINUTE_MS = 60_000

async function run (options: Options): Promise<number> {
  const cores = chooseCores()
  const machine = describeMachine(cores, options.data)
  const source = provenance()
  pinSelf(cores.generator)
  const stage = new Stage(options, cores)
  endInTime(stage)
  try {
    const findings = await RUN[options.scenario](stage)
    stage.progress.clear()
    const report = reportOf(options, machine, source, findings, stage.ending)
    process.stdout.write(table(report))
    if (options.json !== '') writeFileSync(options.json, `${JSON.stringify(report, null, 2)}\n`)
    return stage.ending ? INTERRUPTED : exitCode(report, options.strict)
  } catch (error) {
    if (!stage.ending) throw error
    process.stderr.write(`\nended before anything was measured: ${(error as Error).message}\n`)
    return INTERRUPTED
  } finally {
    await stage.stop()
  }
}

/** Ctrl-C ends with what was measured, a second one at once; so does the time that a target may be loaded for. */
function endInTime (stage: Stage): void {
  const interrupt = (): void => {
    if (stage.askForEnd()) stage.progress.say('ending after this round (Ctrl-C again: at once) …')
    else void stage.stop().then(() => process.exit(INTERRUPTED))
  }
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', interrupt)
  if (stage.options.target !== null) setTimeout(() => { stage.askForEnd() }, CAPS.minutes * MINUTE_MS).unref()
}

async function main (): Promise<number> {
  try {
    const args = process.argv.slice(2)
    if (args[0] === 'merge') {
      mergeCommand(args.slice(1))
      return 0
    }
    if (args[0] === 'compare') return compareCommand(args.slice(1))
    const options = readOptions(args)
    if (options !== null) return await run(options)
    process.stdout.write(HELP)
    return 0
  } catch (error) {
    process.stderr.write(`${explain(error as Error)}\n`)
    return USAGE
  }
}

function explain (error: Error): string {
  if (error instanceof UsageError) return `${error.message}\nTry: npm run bench -- --help`
  return error instanceof TargetError ? error.message : error.stack ?? error.message
}

process.exitCode = await main()
