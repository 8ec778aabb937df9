import type { Logger } from 'pino'

/**
 * Every field that may stand in a log line, each with one meaning. What is not here is dropped
 * (logger.ts), so a name, a student number, an answer or a token cannot get in by mistake.
 */
export const LOG_FIELDS = {
  bent: { type: 0, meaning: 'questions changed by an import' },
  bytes: { type: 0, meaning: 'a size in bytes' },
  classCode: { type: '', meaning: 'the class, as it stands in its link' },
  closeCode: { type: 0, meaning: 'number that a socket was closed with (wire/close-codes.ts)' },
  code: { type: '', meaning: 'an error code (wire/error-codes.ts)' },
  exitCode: { type: 0, meaning: 'exit code of a process, -1 when a signal ended it' },
  files: { type: 0, meaning: 'how many shared files' },
  freeBytes: { type: 0, meaning: 'free space in bytes' },
  freePercent: { type: 0, meaning: 'free space in percent of the disk' },
  ignored: { type: 0, meaning: 'keys of a set that check no launch tokens' },
  keys: { type: 0, meaning: 'how many keys' },
  kind: { type: 0, meaning: 'number of a frame (wire/messages.ts), of an event (classroom/events.ts) or of a kind of medium (classroom/media.ts)' },
  lane: { type: '', meaning: 'user, socket or media' },
  leftOut: { type: 0, meaning: 'questions that an import could not use' },
  lesson: { type: '', meaning: 'the lessonId' },
  lessons: { type: 0, meaning: 'how many lessons' },
  limit: { type: 0, meaning: 'the most that is allowed' },
  logLevel: { type: '', meaning: 'the least level that is logged' },
  method: { type: '', meaning: 'HTTP method' },
  needed: { type: 0, meaning: 'what may be needed' },
  node: { type: '', meaning: 'version of Node.js' },
  offset: { type: 0, meaning: 'offset of a record in a partition of Kafka' },
  origin: { type: '', meaning: 'scheme and host of a page' },
  partition: { type: 0, meaning: 'partition of the log' },
  partitions: { type: 0, meaning: 'how many partitions of the log' },
  pid: { type: 0, meaning: 'process id' },
  port: { type: 0, meaning: 'TCP port' },
  position: { type: 0, meaning: 'position in a lane of the log' },
  questions: { type: 0, meaning: 'how many questions' },
  reason: { type: '', meaning: 'a fixed word for why' },
  records: { type: 0, meaning: 'records of the log' },
  relay: { type: 0, meaning: 'number of a relay, as in RELAY' },
  replicas: { type: 0, meaning: 'how many brokers keep each record' },
  route: { type: '', meaning: 'pattern of an HTTP route, never the address itself' },
  session: { type: 0, meaning: 'number of a socket in this life of the relay' },
  signal: { type: '', meaning: 'signal of the operating system' },
  skewMs: { type: 0, meaning: "what the log's clock is ahead of this machine's, in ms" },
  sockets: { type: 0, meaning: 'open sockets' },
  spreadMs: { type: 0, meaning: 'time over which clients were told to come back, in ms' },
  status: { type: 0, meaning: 'HTTP status' },
  tookMs: { type: 0, meaning: 'duration in ms' },
  topic: { type: '', meaning: 'a topic of Kafka' },
  version: { type: '', meaning: 'version of Lectern' },
  waitMs: { type: 0, meaning: 'time until the next attempt, in ms' }
} as const

type FieldName = keyof typeof LOG_FIELDS
type ValueOf<F extends FieldName> = (typeof LOG_FIELDS)[F]['type'] extends string ? string : number

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal'

interface EventSpec {
  level: LogLevel
  meaning: string
  fields: readonly FieldName[]
  /** Whether the line carries an error as `err` (type, code and place, never its text). */
  err?: true
}

/** Every event of the log, by the name that stands in `msg`. docs/LOGS.md is generated from it. */
export const LOG_EVENTS = {
  // processes
  'process-started': { level: 'info', meaning: 'A process read its settings and begins.', fields: ['version', 'node', 'pid'] },
  'process-ready': { level: 'info', meaning: 'A process serves.', fields: ['tookMs'] },
  'process-stopping': { level: 'info', meaning: 'A process was told to stop.', fields: ['signal'] },
  'process-stopped': { level: 'info', meaning: 'A process stopped in order.', fields: ['tookMs'] },
  'process-failed': { level: 'fatal', meaning: 'An error nobody caught; the process ends with 1.', fields: [], err: true },
  'stop-too-slow': { level: 'error', meaning: 'Stopping took longer than DRAIN_LIMIT_MS; the process ends as it is.', fields: ['limit'] },
  'parent-gone': { level: 'warn', meaning: 'The main process is gone, so its child stops.', fields: [] },
  'child-started': { level: 'info', meaning: 'The main process started its sidecar or its archiver.', fields: ['pid'] },
  'child-ended': { level: 'error', meaning: 'The sidecar or the archiver ended unasked and is started again after a while.', fields: ['exitCode', 'signal', 'waitMs'] },
  'log-level-changed': { level: 'info', meaning: 'The least level that is logged was changed at the private port.', fields: ['logLevel'] },
  'port-waiting': { level: 'info', meaning: 'A port is still taken; the start waits for it.', fields: ['port'] },
  'descriptors-low': { level: 'warn', meaning: 'The limit of open files is lower than a large class needs.', fields: ['limit', 'needed'] },
  'disk-low': { level: 'warn', meaning: 'The disk of the data folder is nearly full.', fields: ['freeBytes', 'freePercent'] },

  // relay
  'relay-listening': { level: 'info', meaning: 'The relay takes sockets.', fields: ['port'] },
  'caught-up': { level: 'info', meaning: 'All partitions of the relay are replayed to their end.', fields: ['partitions', 'records', 'tookMs'] },
  'checkpoint-unusable': { level: 'warn', meaning: 'The last checkpoints of a partition are not there wholly, or of another release; the media lane was read from its beginning.', fields: ['partition'] },
  'checkpoint-failed': { level: 'warn', meaning: 'Checkpoints of a partition could not be ended; the next are written in their time.', fields: ['partition'], err: true },
  'lesson-expired': { level: 'warn', meaning: 'A lesson was too old, or a rehearsal that its teacher had left, and is being closed.', fields: ['classCode', 'lesson'] },
  'event-skipped': { level: 'error', meaning: 'A record was no event that this release knows; it changed nothing.', fields: ['partition', 'lane', 'position'] },
  'socket-refused': { level: 'info', meaning: 'A socket was closed before it was connected.', fields: ['closeCode', 'reason'] },
  'socket-behind': { level: 'info', meaning: 'A socket could not keep up and was told to come back.', fields: ['session', 'bytes'] },
  'command-forbidden': { level: 'warn', meaning: 'Somebody sent a command that his role may not send.', fields: ['session', 'kind'] },
  'socket-too-fast': { level: 'warn', meaning: 'A socket stayed over its rate and was told to come back.', fields: ['session'] },
  'handler-failed': { level: 'error', meaning: 'A frame met a defect of the server; its socket was closed.', fields: ['session', 'kind'], err: true },
  'relay-lost': { level: 'warn', meaning: 'A relay gave no sign of life in a partition that it shares with this one; its people are shown away until it does.', fields: ['partition', 'relay'] },
  'relay-back': { level: 'info', meaning: 'A relay that was lost gives signs of life again.', fields: ['partition', 'relay'] },
  'relay-twice': { level: 'error', meaning: 'Another process runs as this relay, and takes its people over: RELAY must differ.', fields: ['partition', 'relay'] },
  'lane-stalled': { level: 'warn', meaning: 'Nothing of a lane was read although it grows; reading is begun anew at the position.', fields: ['partition', 'lane', 'position'] },
  'clock-skewed': { level: 'warn', meaning: "This machine's clock and the log's are more than 250 ms apart; the relay is not ready.", fields: ['skewMs'] },
  'drain-begun': { level: 'info', meaning: 'The relay takes no more sockets and sends its own away.', fields: ['sockets', 'spreadMs'] },
  'drain-ended': { level: 'info', meaning: 'All sockets are gone or the time is over.', fields: ['sockets', 'tookMs'] },

  // log
  'append-failed': { level: 'error', meaning: 'The log did not take a record; it is repeated.', fields: ['partition', 'lane', 'waitMs'], err: true },
  'record-corrupt': { level: 'error', meaning: 'A block of records is damaged and was left out; the position is its first.', fields: ['lane', 'position'] },
  'log-follow-failed': { level: 'error', meaning: 'A handler of records threw; they were not all taken.', fields: ['lane'], err: true },
  'trim-failed': { level: 'warn', meaning: 'Old records could not be dropped; it is tried again later.', fields: ['lane'], err: true },

  // log on Kafka
  'kafka-waiting': { level: 'info', meaning: 'No broker answers as it should yet; the start waits for it.', fields: ['waitMs'] },
  'kafka-topic-created': { level: 'info', meaning: 'A topic was missing and was created.', fields: ['topic', 'partitions', 'replicas'] },
  'kafka-down': { level: 'error', meaning: 'No broker can be reached; it is tried again all the time.', fields: [] },
  'kafka-trouble': { level: 'warn', meaning: 'Something is wrong with a broker or the way to it; the client goes on by itself.', fields: ['reason'] },
  'kafka-stalled': { level: 'warn', meaning: 'A lane of a partition was not read any further though it was behind; it was assigned anew.', fields: ['reason', 'lane', 'partition', 'offset'] },
  'kafka-offset-gone': { level: 'error', meaning: 'Records were lost before they were read: trimmed by retention, or cut off by a cluster that lost its end. Reading goes on at the offset.', fields: ['reason', 'lane', 'partition', 'offset'] },
  'kafka-producer-replaced': { level: 'error', meaning: 'A producer ended by a fatal error; a new one takes its place, and what was on its way is repeated.', fields: [], err: true },
  'record-foreign': { level: 'error', meaning: 'A record of a topic is not ours, of a newer format or damaged, and was left out.', fields: ['topic', 'partition', 'offset', 'records'] },

  // archiver
  'archive-caught-up': { level: 'info', meaning: 'The archiver has read all that the log held.', fields: ['partitions', 'tookMs'] },
  'archive-begun-anew': { level: 'warn', meaning: 'The database knows a position that the log has not reached: it is another log, which is archived from its oldest record on.', fields: ['partition', 'position'] },
  'archive-failed': { level: 'error', meaning: 'The database did not take results; they are written again. Nothing is lost while the log keeps its records.', fields: ['waitMs'], err: true },
  'results-deleted': { level: 'info', meaning: 'Lessons older than RESULTS_DAYS were deleted from the database.', fields: ['lessons'] },
  'database-lost': { level: 'warn', meaning: 'A connection to PostgreSQL broke; the next statement opens another.', fields: [], err: true },

  // sidecar
  'http-listening': { level: 'info', meaning: 'The sidecar answers.', fields: ['port'] },
  request: { level: 'debug', meaning: 'A request was answered.', fields: ['method', 'route', 'status', 'tookMs'] },
  'request-refused': { level: 'info', meaning: 'A request was answered with an error.', fields: ['method', 'route', 'status', 'code'] },
  'request-failed': { level: 'error', meaning: 'A request met a defect of the server.', fields: ['method', 'route'], err: true },
  'quiz-imported': { level: 'info', meaning: 'A quiz file was read.', fields: ['questions', 'leftOut', 'bent', 'tookMs'] },
  'launch-keys-read': { level: 'info', meaning: "The host service's key set was read for the first time, again after failures, or has other keys now.", fields: ['keys', 'ignored'] },
  'launch-keys-failed': { level: 'warn', meaning: "The host service's key set could not be read; the keys known so far go on working, and it is tried again.", fields: ['reason', 'keys', 'waitMs'], err: true },
  'quizzes-failed': { level: 'error', meaning: 'The database of quizzes cannot be used.', fields: [], err: true },
  'media-kept': { level: 'info', meaning: 'A file was uploaded, checked and kept.', fields: ['kind', 'bytes', 'tookMs'] },
  'media-swept': { level: 'info', meaning: 'Files were removed: their time was over, they were never finished or never shared, or they could not be removed when they should have been.', fields: ['files'] },
  'media-store-closed': { level: 'error', meaning: 'The store of shared files takes none from pages of this origin: its CORS rule is missing or names another.', fields: ['origin'] },
  'media-failed': { level: 'error', meaning: 'The store of shared files did not answer as it should.', fields: [], err: true }
} as const satisfies Record<string, EventSpec>

export type LogEvent = keyof typeof LOG_EVENTS
type FieldsOf<E extends LogEvent> =
  & { [F in (typeof LOG_EVENTS)[E]['fields'][number]]: ValueOf<F> }
  & ((typeof LOG_EVENTS)[E] extends { err: true } ? { err: unknown } : unknown)

/** Writes one event of the catalogue with exactly its fields, at its level. */
export function event<E extends LogEvent> (logger: Logger, name: E, fields: FieldsOf<E>): void {
  logger[LOG_EVENTS[name].level](fields as object, name)
}
