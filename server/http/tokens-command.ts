import { writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { ConfigError, loadConfig } from '../config.ts'
import { EXIT_CONFIG, StartError } from '../start-error.ts'
import type { Key } from '../tokens.ts'
import { isClassCode } from '../wire/topics.ts'
import { syntheticSigner } from './launch-token.ts'

/** More students than a load test ever has. */
const COUNT_MAX = 200_000

const USAGE = 'usage: npm run tokens -- --count N [--class CODE] [--teacher] [--out FILE]'

/**
 * Synthetic launch tokens, one a line, good for an hour: `count` students (or teachers) of one class. The same
 * numbers are the same people each time. Relays take them under SYNTHETIC=on only.
 */
export function syntheticTokens (keys: readonly Key[], count: number, classCode: string, teachers: boolean): string {
  const sign = syntheticSigner(keys)
  const lines = Array.from({ length: count }, (_, index) => {
    const number = String(index + 1).padStart(6, '0')
    const uuid = `synthetic-${teachers ? 'te' : 'st'}-${number}`
    return sign({ usrTpCd: teachers ? 'TE' : 'ST', userName: `${teachers ? '교사' : '학생'} ${number}`, spaceName: '부하 시험 Load test', classCode, uuid, stuNo: teachers ? '' : number })
  })
  return lines.join('\n') + '\n'
}

/**
 * The command: reads its arguments, writes the tokens to standard output or a file that only its owner may read.
 * @throws StartError with one line for whoever called it
 */
export function tokensCommand (args: string[], env: Readonly<Record<string, string | undefined>>, print: (text: string) => void): void {
  const { count, classCode, teacher, out } = argumentsOf(args)
  const keys = launchKeys(env)
  const text = syntheticTokens(keys, count, classCode, teacher)
  if (out === undefined) print(text)
  else writeFileSync(out, text, { mode: 0o600 })
}

function argumentsOf (args: string[]): { count: number, classCode: string, teacher: boolean, out: string | undefined } {
  const { count, class: classCode = 'LOAD-1', teacher = false, out } = parsed(args)
  if (count === undefined || !/^[1-9]\d{0,5}$/.test(count) || Number(count) > COUNT_MAX) throw new StartError(`--count must be a whole number, 1 to ${COUNT_MAX}; ${USAGE}`, 1)
  if (!isClassCode(classCode)) throw new StartError(`--class must have 1 to 64 of A-Z a-z 0-9 _ -; ${USAGE}`, 1)
  return { count: Number(count), classCode, teacher, out }
}

function parsed (args: string[]): { count?: string, class?: string, teacher?: boolean, out?: string } {
  try {
    const options = { count: { type: 'string' }, class: { type: 'string' }, teacher: { type: 'boolean' }, out: { type: 'string' } } as const
    return parseArgs({ args, options }).values
  } catch (error) {
    throw new StartError(`${(error as Error).message}; ${USAGE}`, 1)
  }
}

function launchKeys (env: Readonly<Record<string, string | undefined>>): readonly Key[] {
  try {
    const { launchKeys } = loadConfig(env)
    if (launchKeys.length > 0) return launchKeys
  } catch (error) {
    throw error instanceof ConfigError ? new StartError(error.message, EXIT_CONFIG) : error
  }
  throw new StartError('LAUNCH_KEYS is not set; allowed: kid:secret, the same as the server has', EXIT_CONFIG)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    tokensCommand(process.argv.slice(2), process.env, (text) => { process.stdout.write(text) })
  } catch (error) {
    if (!(error instanceof StartError)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exitCode = error.exitCode
  }
}
