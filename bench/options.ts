import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

export const SCENARIOS = ['enter', 'answers', 'fanout', 'reconnect', 'memory'] as const
export type Scenario = (typeof SCENARIOS)[number]

export interface Options {
  scenario: Scenario
  /** Sizes of the classes, one after another; only fanout takes more than one. */
  students: [number, ...number[]]
  rounds: number
  seed: number
  /** File for the report as JSON, or ''. */
  json: string
  /** The server's main file. */
  server: string
  /** Folder in which the server's data folder is made. */
  data: string
}

/** A command line that makes no sense; the message is for a person. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** A generator process holds one file descriptor a student, and 20,000 is a usual limit. */
const MAX_STUDENTS = 15_000
const MAX_ROUNDS = 1000

const DEFAULTS: Record<Scenario, Pick<Options, 'students' | 'rounds'>> = {
  enter: { students: [5000], rounds: 5 },
  answers: { students: [5000], rounds: 5 },
  fanout: { students: [1000, 5000], rounds: 5 },
  reconnect: { students: [5000], rounds: 1 },
  memory: { students: [10_000], rounds: 20 }
}

const OWN_SERVER = join(dirname(fileURLToPath(import.meta.url)), '..', 'server', 'main.js')

export const HELP = `Measures a Lectern server that the bench starts itself, on this machine, over loopback.

Usage: npm run bench -- SCENARIO [options]

Scenarios
  enter      students come within 2 s: join over HTTP, socket, view; when is the last screen usable?
  answers    everybody answers within 2 s while the bars move on all screens: how long until the
             verdict, how long from the teacher's click to the screens, is every answer counted once?
             Rounds alternate with a bare uWebSockets.js echo server.
  fanout     the teacher sends messages of 120 bytes, 1 and 10 a tick: what does a delivery cost the
             server? Rounds alternate with a bare uWebSockets.js broadcaster.
  reconnect  all sockets are cut at once and come back by resume token: how long, and without a gap?
             With --rounds 30: does the server's memory grow?
  memory     what does a student cost who joined and answered 20 questions?

Options
  --students N   size of the class, at most ${MAX_STUDENTS} (enter, answers, reconnect 5000; memory 10000;
                 fanout takes a list, 1000,5000)
  --rounds N     measured rounds (5; reconnect 1; memory: questions, 20)
  --seed N       seed of the schedule: the same seed, the same load (1)
  --json FILE    writes the report as JSON as well
  --server FILE  the server's main file (dist/server/main.js; build it first: npm run build:server)
  --data DIR     where the server's data folder is made, on a disk (the system's temporary folder)
  --help         this text

Exit code: 0 all budgets hold, 1 one does not or something was lost, 2 wrong usage or no server,
3 times were not judged: the generator used more than 70 % of its core, or was itself late.
How to read the figures: bench/README.md.
`

/**
 * Reads the command line; null asks for help.
 * @throws UsageError
 */
export function readOptions (args: string[]): Options | null {
  const { values, positionals } = parse(args)
  if (values.help === true) return null
  const [name, ...more] = positionals
  const scenario = SCENARIOS.find((known) => known === name)
  if (scenario === undefined) throw new UsageError(`${name === undefined ? 'no scenario' : `unknown scenario ${name}`}; one of: ${SCENARIOS.join(', ')}`)
  if (more.length > 0) throw new UsageError(`one scenario at a time, not ${positionals.join(' ')}`)
  const students = values.students === undefined ? DEFAULTS[scenario].students : sizes(values.students)
  if (students.length > 1 && scenario !== 'fanout') throw new UsageError(`${scenario} takes one number of students`)
  const rounds = values.rounds === undefined ? DEFAULTS[scenario].rounds : whole('--rounds', values.rounds, 1, MAX_ROUNDS)
  const seed = values.seed === undefined ? 1 : whole('--seed', values.seed, 0, 2 ** 32 - 1)
  const server = values.server ?? OWN_SERVER
  if (!existsSync(server)) throw new UsageError(`no server at ${server}; build it first: npm run build:server`)
  return {
    scenario,
    students,
    rounds,
    seed,
    json: values.json ?? '',
    server,
    data: values.data ?? tmpdir()
  }
}

function parse (args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        students: { type: 'string' },
        rounds: { type: 'string' },
        seed: { type: 'string' },
        json: { type: 'string' },
        server: { type: 'string' },
        data: { type: 'string' },
        help: { type: 'boolean', short: 'h' }
      }
    })
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

function sizes (text: string): Options['students'] {
  const [first, ...others] = text.split(',').map((size) => whole('--students', size, 1, MAX_STUDENTS))
  return [first!, ...others]
}

function whole (option: string, text: string, least: number, most: number): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < least || value > most) throw new UsageError(`${option} is ${text}; allowed: whole numbers from ${least} to ${most}`)
  return value
}
