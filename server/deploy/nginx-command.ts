import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { StartError } from '../start-error.ts'
import { nginxConfig } from './nginx-config.ts'
import type { Installation } from './nginx-config.ts'

/** More relays or partitions than an installation ever has. */
const MAX = 1000
/** One machine, as the units in deploy/ have it: relay 1 on port 8401, and one sidecar. */
const DEFAULT_RELAY = '127.0.0.1:840{}'
const DEFAULT_SIDECAR = '127.0.0.1:8088'

const USAGE = `Prints the nginx.conf of an installation: nginx 1.22 or newer, modules of Debian's nginx-light.

usage: npm run -s nginx -- --relays N [options]

  --relays N            how many relays there are (RELAY=1/N to N/N)
  --partitions N        KAFKA_PARTITIONS of the relays (48)
  --standby 0|1         STANDBY of the relays (1)
  --host NAME:PORT      where a relay takes sockets; once for each in their order, or once
                        with {} in the place of its number (${DEFAULT_RELAY})
  --sidecar NAME:PORT   where a sidecar answers; once for each (${DEFAULT_SIDECAR})
  --listen PORT         port, or address:port, to listen on (80, with --tls 443)
  --tls CERT,KEY        files of certificate and key; without it TLS ends before nginx
`

const OPTIONS = {
  relays: { type: 'string' },
  partitions: { type: 'string' },
  standby: { type: 'string' },
  host: { type: 'string', multiple: true },
  sidecar: { type: 'string', multiple: true },
  listen: { type: 'string' },
  tls: { type: 'string' },
  help: { type: 'boolean' }
} as const

/**
 * The text that `npm run nginx` prints for its arguments.
 * @throws StartError with one line for whoever called it
 */
export function nginxCommand (args: readonly string[]): string {
  const values = parsed(args)
  return values.help === true ? USAGE : nginxConfig(installationOf(values), ['npm run -s nginx --', ...args].join(' '))
}

function parsed (args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values
  } catch (error) {
    throw wrong((error as Error).message)
  }
}

function installationOf (values: ReturnType<typeof parsed>): Installation {
  const { relays, partitions = '48', standby = '1', host = [DEFAULT_RELAY], sidecar = [DEFAULT_SIDECAR], listen, tls } = values
  if (relays === undefined) throw wrong('--relays is missing')
  const count = whole('--relays', relays, 1)
  if (standby !== '0' && standby !== '1') throw wrong(`--standby is ${standby}; allowed: 0 or 1`)
  const files = tls === undefined ? null : tlsFiles(tls)
  return {
    relays: hostsOf(host, count),
    sidecars: sidecar.map((name) => place('--sidecar', name)),
    partitions: whole('--partitions', partitions, count),
    standby: standby === '1',
    listen: listenOf(listen ?? (files === null ? '80' : '443')),
    tls: files
  }
}

function hostsOf (hosts: readonly string[], count: number): string[] {
  const [pattern = ''] = hosts
  const all = hosts.length === 1 && pattern.includes('{}')
    ? Array.from({ length: count }, (_, i) => pattern.replaceAll('{}', String(i + 1)))
    : [...hosts]
  if (all.length !== count) throw wrong(`--host is given ${all.length} times for ${count} relays; allowed: once for each, or once with {} in the place of the number`)
  if (new Set(all).size !== count) throw wrong('--host names a relay twice')
  return all.map((name) => place('--host', name))
}

function place (option: string, text: string): string {
  const port = Number(/^(?:[A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\]):(\d{1,5})$/.exec(text)?.[1] ?? 0)
  if (port < 1 || port > 65535) throw wrong(`${option} is ${text}; allowed: name:port`)
  return text
}

function listenOf (text: string): string {
  if (/^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65535) return text
  return place('--listen', text)
}

function tlsFiles (text: string): { certificate: string, key: string } {
  const [certificate = '', key = '', ...more] = text.split(',')
  if (![certificate, key].every((path) => /^\/[^\s;{}"'$]+$/.test(path)) || more.length > 0) throw wrong(`--tls is ${text}; allowed: two absolute paths with a comma, certificate and key`)
  return { certificate, key }
}

function whole (option: string, text: string, min: number): number {
  const value = /^\d{1,4}$/.test(text) ? Number(text) : NaN
  if (!(value >= min && value <= MAX)) throw wrong(`${option} is ${text}; allowed: ${min} to ${MAX}`)
  return value
}

function wrong (what: string): StartError {
  return new StartError(`${what}\n${USAGE}`, 1)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    process.stdout.write(nginxCommand(process.argv.slice(2)))
  } catch (error) {
    if (!(error instanceof StartError)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exitCode = error.exitCode
  }
}
