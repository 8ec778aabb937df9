import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { CAPS } from './caps.ts'
import { SCENARIOS, infoOf } from './scenarios/catalogue.ts'
import type { Extra, Scenario, ScenarioInfo } from './scenarios/catalogue.ts'
import { UsageError, list, shard, whole } from './option-values.ts'
import type { Shard } from './option-values.ts'
import { readTarget } from './target.ts'
import type { Target } from './target.ts'

export interface Options {
  scenario: Scenario
  /** Sizes of the classes, one after another. */
  students: [number, ...number[]]
  /** Classes at the same time, for each size. */
  classes: [number, ...number[]]
  rounds: number
  /** In seconds. */
  duration: number
  seed: number
  log: 'lmdb' | 'kafka'
  relays: number
  /** An installation that runs already; null: the bench starts its own server. */
  target: Target | null
  /** This machine's part of the load. */
  shard: Shard
  /** Whether a missed budget is a failure. */
  strict: boolean
  /** File for the report as JSON, or ''. */
  json: string
  /** The server's main file. */
  server: string
  /** Folder in which the server's data folder is made. */
  data: string
  /** Folder for CPU profiles of the server, or ''. */
  cpuProf: string
}

/** Students of all classes together. A generator process holds one file descriptor a student, and the server another. */
const MAX_STUDENTS = 20_000
const MAX_CLASSES = 2000
const MAX_ROUNDS = 1000
const MAX_SECONDS = 86_400
const MAX_RELAYS = 16

const OWN_SERVER = join(dirname(fileURLToPath(import.meta.url)), '..', 'server', 'main.js')

/**
 * Reads the command line; null asks for help.
 * @throws UsageError
 */
export function readOptions (args: string[], env: NodeJS.ProcessEnv = process.env): Options | null {
  const { values, positionals } = parse(args)
  if (values.help === true) return null
  const scenario = scenarioOf(positionals)
  const info = infoOf(scenario)
  for (const [option, extra] of Object.entries(EXTRAS)) {
    if (values[option as keyof typeof EXTRAS] !== undefined && !info.takes.includes(extra)) throw new UsageError(`${scenario} takes no --${option}`)
  }
  const students = values.students === undefined ? info.students : list('--students', values.students, MAX_STUDENTS)
  if (students.length > 1 && !info.takes.includes('sizes')) throw new UsageError(`${scenario} takes one number of students`)
  const target = values.target === undefined ? null : readTarget(values.target, values['i-own-this-target'] === true, env)
  const part = values.shard === undefined ? { part: 1, of: 1 } : shard(values.shard)
  const classes = classesOf(scenario, values.classes, students.length)
  const share = (numbers: Options['students']): Options['students'] => numbers.map((number) => Math.ceil(number / part.of)) as Options['students']
  const options: Options = {
    scenario,
    students: info.classes === undefined ? share(students) : students,
    classes: info.classes === undefined ? classes : share(classes),
    rounds: values.rounds === undefined ? info.rounds ?? 1 : whole('--rounds', values.rounds, 1, MAX_ROUNDS),
    duration: values.duration === undefined ? info.duration ?? 0 : whole('--duration', values.duration, 1, MAX_SECONDS),
    seed: (values.seed === undefined ? 1 : whole('--seed', values.seed, 0, 2 ** 32 - 1)) + part.part - 1,
    log: info.fleet === undefined ? logOf(values.log, env) : 'kafka',
    relays: values.relays === undefined ? info.fleet ?? 1 : whole('--relays', values.relays, 1, MAX_RELAYS),
    target,
    shard: part,
    strict: values.strict === true,
    json: values.json ?? '',
    server: values.server ?? OWN_SERVER,
    data: values.data ?? tmpdir(),
    cpuProf: values['cpu-prof'] ?? ''
  }
  check(options, info)
  return options
}

/** Which of the options need a scenario that takes them. */
const EXTRAS = { classes: 'classes', rounds: 'rounds', duration: 'duration', target: 'target', relays: 'relays' } as const satisfies Record<string, Extra>

function parse (args: string[]) {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        students: text,
        classes: text,
        rounds: text,
        duration: text,
        seed: text,
        log: text,
        relays: text,
        server: text,
        data: text,
        'cpu-prof': text,
        target: text,
        'i-own-this-target': flag,
        shard: text,
        json: text,
        strict: flag,
        help: { ...flag, short: 'h' }
      }
    })
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

function scenarioOf ([name, ...more]: string[]): Scenario {
  const scenario = SCENARIOS.find((known) => known === name)
  if (scenario === undefined) throw new UsageError(`${name === undefined ? 'no scenario' : `unknown scenario ${name}`}; one of: ${SCENARIOS.join(', ')}`)
  if (more.length > 0) throw new UsageError(`one scenario at a time, not ${[name, ...more].join(' ')}`)
  return scenario
}

function classesOf (scenario: Scenario, text: string | undefined, sizes: number): Options['classes'] {
  const { classes = [1] } = infoOf(scenario)
  const given = text === undefined ? classes : list('--classes', text, MAX_CLASSES)
  return Array.from({ length: sizes }, (_, size) => given[size] ?? given.at(-1)!) as Options['classes']
}

function logOf (text: string | undefined, env: NodeJS.ProcessEnv): Options['log'] {
  if (text === undefined || text === 'lmdb') return 'lmdb'
  if (text !== 'kafka') throw new UsageError(`--log is ${text}; allowed: lmdb, kafka`)
  if ((env['KAFKA_BROKERS'] ?? '') === '') throw new UsageError('--log kafka needs KAFKA_BROKERS; `make kafka` starts a broker and says where')
  return 'kafka'
}

/** What no option is wrong in alone. */
function check ({ students, classes, log, relays, target, shard, server }: Options, { recorded }: ScenarioInfo): void {
  const all = Math.max(...students.map((size, place) => recorded === true ? size : size * classes[place]!))
  const most = target === null ? MAX_STUDENTS : CAPS.students
  if (all > most) throw new UsageError(`${all} students at once are too many; at most ${most}${target === null ? '' : ' from one machine (--shard)'}`)
  if (target === null && shard.of > 1) throw new UsageError('--shard needs a --target: a server that the bench starts is this machine\'s alone')
  if (target !== null && relays > 1) throw new UsageError('--relays is for the server that the bench starts; a target has what it has')
  if (relays > 1 && log === 'lmdb') throw new UsageError('--relays needs --log kafka: the embedded log belongs to one relay')
  if (target === null && !existsSync(server)) throw new UsageError(`no server at ${server}; build it first: npm run build:server`)
}
