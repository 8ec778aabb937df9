/** An option that not every scenario takes. */
export type Extra = 'sizes' | 'rounds' | 'classes' | 'duration' | 'target' | 'relays'

/** What the command line must know of a scenario. */
export interface ScenarioInfo {
  /** The question that it answers, in lines of at most 86 characters. */
  help: string
  /** Students of a class; several sizes where it takes `sizes`. */
  students: [number, ...number[]]
  /** Classes at the same time; one number for each size. */
  classes?: [number, ...number[]]
  /** Those classes stand in the log alone: nobody sits in them but in one. */
  recorded?: true
  rounds?: number
  /** In seconds. */
  duration?: number
  /** Relays of the installation that it starts with brokers of its own; unset: what it measures is told by the options. */
  fleet?: number
  takes: Extra[]
}

/** All scenarios, in the order in which they are told. */
export const CATALOGUE = {
  http: {
    help: `nav, getRealRoom and /socket/join under autocannon, with tokens of \`npm run tokens\`:
how many joins a second, how long does each take, and does one fail?`,
    students: [1000],
    duration: 10,
    takes: ['duration', 'target']
  },
  enter: {
    help: 'students come within 2 s: join over HTTP, socket, view; when is the last screen usable?',
    students: [5000],
    rounds: 5,
    takes: ['rounds', 'target', 'relays']
  },
  answers: {
    help: `everybody answers within 2 s while the bars move on all screens: how long until the
verdict, how long from the teacher's click to the screens, is every answer counted once?
Rounds alternate with a bare uWebSockets.js echo server.`,
    students: [5000],
    rounds: 5,
    takes: ['rounds', 'target', 'relays']
  },
  fanout: {
    help: `the teacher sends messages of 120 bytes, 1 and 10 a tick: what does a delivery cost the
server? Rounds alternate with a bare uWebSockets.js broadcaster.`,
    students: [1000, 5000],
    rounds: 5,
    takes: ['sizes', 'rounds']
  },
  reconnect: {
    help: `all sockets are cut at once and come back by resume token: how long, and without a gap?
With --rounds 30: does the server's memory grow?`,
    students: [5000],
    rounds: 1,
    takes: ['rounds', 'target', 'relays']
  },
  slow: {
    help: `one student in a hundred stops reading: what do the others feel, when is he cut off,
does he recover?`,
    students: [1000],
    rounds: 3,
    takes: ['rounds']
  },
  lesson: {
    help: `an hour's lecture in minutes: people who think, sleep, lose their line and walk out,
latecomers, 20 questions with second rounds, reveals and leaderboards. What does a
student's phone receive in the hour, in a small class and in a large one?`,
    students: [50, 500, 5000],
    rounds: 20,
    takes: ['sizes', 'rounds', 'target', 'relays']
  },
  classroom: {
    help: `the teacher draws for --duration s while a quiz runs and 200 emoji a second come in: do
answers wait for the pen, and what does the drawing cost a student's line? Rounds begin
with the same without the pen.`,
    students: [2000],
    rounds: 5,
    duration: 300,
    takes: ['rounds', 'duration', 'target', 'relays']
  },
  memory: {
    help: 'what does a student cost who joined and answered 20 questions?',
    students: [10_000],
    rounds: 20,
    takes: ['rounds']
  },
  many: {
    help: 'many classes at once, small ones and large ones: all answer within 2 s.',
    students: [25, 1000],
    classes: [200, 10],
    rounds: 3,
    takes: ['sizes', 'classes', 'rounds', 'target', 'relays']
  },
  stream: {
    help: `200 classes of 25 whose teachers say something every 2 s, for --duration s: how long from
teacher to screen beside a bare loop through Kafka, what does a delivery cost, and how
many records do relays read for each that was appended?`,
    students: [25],
    classes: [200],
    rounds: 3,
    duration: 20,
    takes: ['classes', 'rounds', 'duration', 'relays']
  },
  kills: {
    help: `the server is killed (kill -9) at random moments while everybody answers, and started
again: is every answer that was said to be stored there, once? Who is back when?`,
    students: [1000],
    rounds: 20,
    takes: ['rounds']
  },
  chaos: {
    help: `3 Kafka nodes, 4 relays behind nginx, 4 classes; brokers and relays are killed and frozen
(for --duration s) and sockets cut, --rounds times. Is every answer that was said to be
stored in the log, once, and does every screen show what the log says?`,
    students: [250],
    classes: [4],
    rounds: 30,
    duration: 10,
    fleet: 4,
    takes: ['classes', 'rounds', 'duration']
  },
  roll: {
    help: `the relays of the same installation are drained and started again, one after another,
--rounds times, under running lessons: who is out for how long, and is anything lost?`,
    students: [500],
    classes: [4],
    rounds: 1,
    fleet: 4,
    takes: ['classes', 'rounds']
  },
  cold: {
    help: `a relay starts on a log with hours of 1,000 classes, beside one that serves a class: how
long until it is ready, and does the class feel it?`,
    students: [250],
    classes: [1000],
    recorded: true,
    duration: 20,
    fleet: 2,
    takes: ['classes', 'duration']
  },
  soak: {
    help: 'lessons as people hold them, for an hour: does memory grow, does anything get lost?',
    students: [1000],
    duration: 3600,
    takes: ['duration', 'target', 'relays']
  },
  results: {
    help: `a class has answered --rounds questions and is archived: how long until its page is
usable and its workbook there, and what do both do to the verdicts of a lesson that runs
(rounds without and with them alternate)?`,
    students: [5000],
    rounds: 60,
    takes: ['rounds']
  },
  rivals: {
    help: `all that Lectern and others have in common, in rounds that alternate: a bare
uWebSockets.js server, ws, and Socket.IO in the shape of the system that Lectern
replaces. These are its four parts alone:`,
    students: [1000, 5000],
    rounds: 5,
    takes: ['sizes', 'rounds']
  },
  'rivals-fanout': {
    help: 'what does a delivery cost?',
    students: [1000, 5000],
    rounds: 5,
    takes: ['sizes', 'rounds']
  },
  'rivals-answers': {
    help: 'everybody answers within 2 s: who hears when that his answer was taken?',
    students: [5000],
    rounds: 5,
    takes: ['sizes', 'rounds']
  },
  'rivals-reconnect': {
    help: 'all sockets are cut and come back: when, and what is gone for good?',
    students: [5000],
    rounds: 5,
    takes: ['sizes', 'rounds']
  },
  'rivals-memory': {
    help: 'what does a student cost?',
    students: [1000, 2500, 5000],
    rounds: 3,
    takes: ['sizes', 'rounds']
  }
} as const satisfies Record<string, ScenarioInfo>

export type Scenario = keyof typeof CATALOGUE

export const SCENARIOS = Object.keys(CATALOGUE) as Scenario[]

export function infoOf (scenario: Scenario): ScenarioInfo {
  return CATALOGUE[scenario] as ScenarioInfo
}
