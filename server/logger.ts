import { pino, stdTimeFunctions } from 'pino'
import type { DestinationStream, Logger } from 'pino'
import pretty from 'pino-pretty'
import { LecternError } from './errors.ts'
import { LOG_FIELDS } from './log-events.ts'

export interface LoggerOptions {
  level: string
  /** Stands in every line as `role`: which process this is. */
  role: string
  /** Whether a person reads along: lines for a terminal instead of JSON. */
  terminal: boolean
  /** Where lines go; standard output as a rule. */
  destination?: DestinationStream
}

/** Who passes a secret under its usual name is stopped here, even where a serializer lets it through. */
const SECRETS = ['token', 'ticket', 'bearer', 'resume', 'authorization', 'teacherKey', 'secret', 'password']
const REDACTED = SECRETS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`])

/**
 * Makes the logger of a process. Only catalogued fields, `err`, `req` and `res` get into a line, and of
 * those three only what is listed here: an error's text may quote what a person wrote, an address may
 * hold his name.
 */
export function createLogger ({ level, role, terminal, destination }: LoggerOptions): Logger {
  const stream = terminal ? pretty({ sync: true, ignore: 'pid,hostname,service', ...(destination ? { destination } : {}) }) : destination
  const options = {
    level,
    base: { service: 'lectern', role },
    timestamp: stdTimeFunctions.isoTime,
    redact: { paths: REDACTED, censor: '[redacted]' },
    serializers: { err: describeError, req: describeRequest, res: describeResponse },
    formatters: { level: (label: string) => ({ level: label }), log: onlyKnown },
    hooks: { logMethod: withoutErrorText }
  }
  return stream === undefined ? pino(options) : pino(options, stream)
}

const KNOWN: ReadonlySet<string> = new Set([...Object.keys(LOG_FIELDS), 'err', 'req', 'res'])

function onlyKnown (line: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(line).filter(([name]) => KNOWN.has(name)))
}

/** pino takes an error's text as the message when there is no other. */
function withoutErrorText (this: Logger, args: unknown[], method: (this: Logger, ...args: never[]) => void): void {
  const [first, message] = args
  const fields = first instanceof Error ? { err: first } : first
  method.apply(this, (typeof fields === 'object' && message === undefined ? [fields, 'unnamed'] : [fields, ...args.slice(1)]) as never[])
}

/** How deep the causes of an error are told. */
const CAUSES = 3

function describeError (error: unknown, depth = 0): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error }
  const { code, syscall } = error as NodeJS.ErrnoException
  return {
    type: error.name,
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof syscall === 'string' ? { syscall } : {}),
    ...(error instanceof LecternError && error.field !== undefined ? { field: error.field } : {}),
    stack: places(error),
    ...(error.cause !== undefined && depth < CAUSES ? { cause: describeError(error.cause, depth + 1) } : {})
  }
}

/** Where an error happened: the frames of its stack without the text above them, which may have several lines. */
function places (error: Error): string {
  const stack = error.stack ?? ''
  const text = String(error)
  const below = stack.startsWith(text) ? stack.slice(text.length) : stack
  return below.split('\n').filter((line) => /^ {4}at /.test(line)).join('\n')
}

function describeRequest (request: unknown): Record<string, unknown> {
  const { method, routeOptions } = request as { method?: string, routeOptions?: { url?: string } }
  return { method, route: routeOptions?.url ?? 'unknown' }
}

function describeResponse (response: unknown): Record<string, unknown> {
  return { status: (response as { statusCode?: number }).statusCode }
}
