import { CAPS } from './caps.ts'
import { CATALOGUE, SCENARIOS, infoOf } from './scenarios/catalogue.ts'
import type { Scenario, ScenarioInfo } from './scenarios/catalogue.ts'

const INDENT = 19

/** What `--help` prints. */
export const HELP = `Measures Lectern with thousands of simulated students. The bench starts the server itself, on
this machine and over loopback; or it drives an installation of yours (--target).

Usage: npm run bench -- SCENARIO [options]
       npm run bench -- merge REPORT.json ... [--json FILE]
       npm run bench -- compare BEFORE.json AFTER.json

Scenarios
${SCENARIOS.map(paragraph).join('\n')}

Load (what stands in brackets above unless you say otherwise)
  --students N     size of a class; a list with commas where several sizes stand above
  --classes N      classes at the same time, for each size
  --rounds N       measured rounds (memory, lesson: questions)
  --duration S     seconds
  --seed N         the same seed, the same people and the same schedule (1)

What is measured
  --log lmdb|kafka where the server keeps its log (lmdb); kafka: at KAFKA_BROKERS, see make kafka
  --relays N       relays that share the load, a class on each its own (1); needs --log kafka
  --server FILE    the server's main file (dist/server/main.js; build it first: npm run build:server)
  --data DIR       where the server's data folder is made, on a disk (the system's temporary folder)
  --cpu-prof DIR   writes CPU profiles of the server's processes there, for Chrome's developer tools

An installation of yours
  --target URL     measures what answers there, over HTTP and the sockets that it names. It must run with
                   SYNTHETIC=on, and LAUNCH_KEYS must be its own (kid:secret). The bench sees no CPU
                   and no memory there. At most ${CAPS.students} students, ${CAPS.actsPerSecond} acts a second, ${CAPS.minutes} minutes.
  --i-own-this-target  needed for every address but loopback
  --shard I/N      this machine's part of the load: the I-th of N equal parts of the students, in a
                   class of their own, or of the classes. \`merge\` makes one report of the N.

Report
  --json FILE      writes the report as JSON as well
  --strict         a missed budget, or one that could not be judged, is a failure
  --help           this text

While it runs, a terminal shows who is connected, answers, deliveries a second, p99 and how hard the
generator works. Ctrl-C ends after the round that runs and reports what was measured; twice ends at once.

Exit code: 0 measured; 1 something was lost, repeated or out of order, or (--strict) a budget is missed;
2 wrong usage or no server; 3 (--strict) times were not judged: the generator used more than 70 % of its
core, or was itself late; 130 ended by Ctrl-C.
How to read the figures: bench/README.md.
`

function paragraph (scenario: Scenario): string {
  const text = `${CATALOGUE[scenario].help}\n[${defaults(infoOf(scenario))}]`
  return `  ${scenario.padEnd(INDENT - 3)} ${text.replaceAll('\n', `\n${' '.repeat(INDENT)}`)}`
}

function defaults ({ students, classes, rounds, duration }: ScenarioInfo): string {
  const crowd = students.map((size, place) => (classes === undefined ? `${size}` : `${classes[place]} × ${size}`)).join(', ')
  return [`${crowd} students`, ...(rounds === undefined ? [] : [`${rounds} round${rounds === 1 ? '' : 's'}`]), ...(duration === undefined ? [] : [`${duration} s`])].join('; ')
}
