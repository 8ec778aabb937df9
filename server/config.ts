import type { Setting } from './setting-kinds.ts'
import { RELAY_SETTINGS, SETTINGS, variableOf } from './settings.ts'

type Values<T> = { readonly [K in keyof T]: T[K] extends Setting<infer V> ? (V extends Array<infer E> ? readonly E[] : V) : never }

/** Limits and rhythms of the relay; units are in the names, explanations in settings.ts. */
export type RelaySettings = Values<typeof RELAY_SETTINGS>

/**
 * Everything that can be set, by its name in settings.ts. Empty strings and lists are unset;
 * `origins` is the whole allow-list of CORS and sockets: ORIGINS and PUBLIC_URL's own.
 */
export type Config = Values<typeof SETTINGS> & { readonly relay: RelaySettings }

/** Settings that make no sense; each problem is one line for a person. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly problems: readonly string[]

  constructor (problems: readonly string[]) {
    super(problems.join('\n'))
    this.problems = problems
  }
}

/**
 * Reads all settings from `env`, once. The result is frozen.
 * @throws ConfigError naming every variable that is wrong, what is wrong and what is allowed
 */
export function loadConfig (env: Readonly<Record<string, string | undefined>>): Config {
  const problems: string[] = []
  const plain = readAll(SETTINGS, env, problems)
  const relay = readAll(RELAY_SETTINGS, env, problems)
  if (problems.length > 0) throw new ConfigError(problems)
  const config: Config = { ...plain, origins: allOrigins(plain.origins, plain.publicUrl), relay: Object.freeze(relay) }
  const contradictions = [...clashingPorts(config), ...missingKeys(config), ...closedToOurselves(config)]
  if (contradictions.length > 0) throw new ConfigError(contradictions)
  return Object.freeze(config)
}

function readAll<T extends Record<string, Setting<unknown>>> (table: T, env: Readonly<Record<string, string | undefined>>, problems: string[]): Values<T> {
  const values: Record<string, unknown> = {}
  for (const [name, setting] of Object.entries(table)) {
    const variable = variableOf(name)
    const given = env[variable]?.trim() ?? ''
    const value = setting.read(given === '' ? setting.default : given)
    if (value === undefined) problems.push(`${variable} is ${shown(given, setting)}; allowed: ${setting.allowed}`)
    else values[name] = Array.isArray(value) ? Object.freeze(value) : value
  }
  return values as Values<T>
}

function shown (given: string, setting: Setting<unknown>): string {
  if (setting.secret === true) return `not well formed (${given.length} characters)`
  return JSON.stringify(given.length > 80 ? `${given.slice(0, 80)}…` : given)
}

function allOrigins (origins: readonly string[], publicUrl: string): readonly string[] {
  return Object.freeze([...new Set(publicUrl === '' ? origins : [...origins, new URL(publicUrl).origin])])
}

function clashingPorts (config: Config): string[] {
  const names = ['portSocket', 'portHttp', 'portSocketMetrics', 'portHttpMetrics'] as const
  return names.flatMap((name, i) => {
    const earlier = names.slice(0, i).find((other) => config[other] === config[name])
    if (earlier === undefined || config[name] === 0) return []
    return [`${variableOf(name)} is ${config[name]}, the same as ${variableOf(earlier)}; allowed: four different ports`]
  })
}

function missingKeys (config: Config): string[] {
  if (!config.roles.includes('http') || config.launchKeys.length > 0) return []
  if (config.entry === 'signed') return ['LAUNCH_KEYS is not set, and signed entry needs it; allowed: kid:secret of the host service, or ENTRY=open']
  return config.teacherKey === '' ? ['TEACHER_KEY is not set, so nobody could teach; allowed: 16 to 256 characters, or LAUNCH_KEYS'] : []
}

/** Sockets know other sites' pages and our own by the allow-list alone. */
function closedToOurselves (config: Config): string[] {
  if (config.origins.length === 0 || config.publicUrl !== '') return []
  return ['PUBLIC_URL is not set, and with ORIGINS our own pages would be refused; allowed: the address of the pages, or no ORIGINS']
}
