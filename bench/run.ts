import { writeFileSync } from 'node:fs'
import { describeMachine } from './machine.ts'
import { HELP, UsageError, readOptions } from './options.ts'
import type { Options, Scenario } from './options.ts'
import { chooseCores, pinSelf } from './processes/cores.ts'
import { exitCode, reportOf, table } from './report.ts'
import type { Findings } from './report.ts'
import { answers } from './scenarios/answers.ts'
import { enter } from './scenarios/enter.ts'
import { fanout } from './scenarios/fanout.ts'
import { memory } from './scenarios/memory.ts'
import { reconnect } from './scenarios/reconnect.ts'
import { Stage } from './stage.ts'

/** What a scenario is: it starts what it needs on the stage and says what it found. */
const RUN: Record<Scenario, (stage: Stage) => Promise<Findings>> = { enter, answers, fanout, reconnect, memory }

const USAGE = 2
/** As shells say of a program that was interrupted. */
const INTERRUPTED = 130

async function run (options: Options): Promise<number> {
  const cores = chooseCores()
  const machine = describeMachine(cores, options.data)
  pinSelf(cores.generator)
  const stage = new Stage(options, cores)
  const interrupt = (): void => { void stage.stop().then(() => process.exit(INTERRUPTED)) }
  process.once('SIGINT', interrupt)
  process.once('SIGTERM', interrupt)
  try {
    const report = reportOf(options, machine, await RUN[options.scenario](stage))
    stage.progress.clear()
    process.stdout.write(table(report))
    if (options.json !== '') writeFileSync(options.json, `${JSON.stringify(report, null, 2)}\n`)
    return exitCode(report)
  } finally {
    await stage.stop()
  }
}

async function main (): Promise<number> {
  try {
    const options = readOptions(process.argv.slice(2))
    if (options !== null) return await run(options)
    process.stdout.write(HELP)
    return 0
  } catch (error) {
    const text = error instanceof UsageError ? `${error.message}\nTry: npm run bench -- --help` : (error as Error).stack
    process.stderr.write(`${text}\n`)
    return USAGE
  }
}

process.exitCode = await main()
