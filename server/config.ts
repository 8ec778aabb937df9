import type { Setting } from './setting-kinds.ts'
import { RELAY_SETTINGS, SETTINGS, variableOf } from './settings.ts'

type Values<T> = { readonly [K in keyof T]: T[K] extends Setting<infer V> ? (V extends Array<infer E> ? readonly E[] : V) : never }

/** Limits and rhythms of the relay; units are in the names, explanations in settings.ts. */
export type RelaySettings = Values<typeof RELAY_SETTINGS>

/**
 * Everything that can be set, by its name in settings.ts. Empty strings and lists are unset;
 * `origins` is the whole allow-list of CORS and sockets: ORIGINS and PUBLIC_URL's own;
 * `partitions` is how many the log has: KAFKA_PARTITIONS, or the embedded log's one.
 */
export type Config = Values<typeof SETTINGS> & { readonly partitions: number, readonly relaySettings: RelaySettings }

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
  const relaySettings = readAll(RELAY_SETTINGS, env, problems)
  if (problems.length > 0) throw new ConfigError(problems)
  const config: Config = {
    ...plain,
    origins: allOrigins(plain.origins, plain.publicUrl),
    partitions: plain.kafkaBrokers.length > 0 ? plain.kafkaPartitions : 1,
    relaySettings: Object.freeze(relaySettings)
  }
  const contradictions = [
    ...clashingPorts(config), ...missingKeys(config), ...closedToOurselves(config), ...tooManyRelays(config), ...keysOfOneProcess(config), ...halfAccess(config), ...halfStore(config)
  ]
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
  const names = ['portSocket', 'portHttp', 'portSocketMetrics', 'portHttpMetrics', 'portArchiveMetrics'] as const
  return names.flatMap((name, i) => {
    const earlier = names.slice(0, i).find((other) => config[other] === config[name])
    if (earlier === undefined || config[name] === 0) return []
    return [`${variableOf(name)} is ${config[name]}, the same as ${variableOf(earlier)}; allowed: five different ports`]
  })
}

function missingKeys (config: Config): string[] {
  if (!config.roles.includes('http') || config.launchKeys.length > 0 || config.launchJwks !== '') return []
  if (config.entry === 'signed') return ['LAUNCH_KEYS is not set, and signed entry needs it; allowed: kid:secret of the host service, its LAUNCH_JWKS, or ENTRY=open']
  return config.teacherKey === '' ? ['TEACHER_KEY is not set, so nobody could teach; allowed: 16 to 256 characters, or LAUNCH_KEYS'] : []
}

/** Sockets know other sites' pages and our own by the allow-list alone. */
function closedToOurselves (config: Config): string[] {
  if (config.origins.length === 0 || config.publicUrl !== '') return []
  return ['PUBLIC_URL is not set, and with ORIGINS our own pages would be refused; allowed: the address of the pages, or no ORIGINS']
}

/** A relay without a partition would be one for nothing; the embedded log is one process's alone. */
function tooManyRelays ({ relay, partitions, kafkaBrokers }: Config): string[] {
  if (relay.of <= partitions) return []
  const allowed = kafkaBrokers.length > 0 ? `at most ${partitions} relays, one for each partition` : '1/1 on the embedded log, or KAFKA_BROKERS'
  return [`RELAY is ${relay.number}/${relay.of}, and the log has ${partitions === 1 ? 'one partition' : `${partitions} partitions`}; allowed: ${allowed}`]
}

/**
 * Tickets are signed by a sidecar and checked by a relay. Keys that each makes for itself would let nobody in, with
 * no more to see than wrongLink; so processes that others belong to are told theirs. (A sidecar that its relay
 * started has them from it.)
 */
function keysOfOneProcess ({ ticketKeys, roles, relay }: Config): string[] {
  const needs = roles.filter((role) => role !== 'archive')
  if (ticketKeys.length > 0 || needs.length === 0 || (needs.length === 2 && relay.of === 1)) return []
  const why = relay.of > 1 ? `RELAY is ${relay.number}/${relay.of}` : `ROLES is ${roles.join()}`
  return [`TICKET_KEYS is not set, and ${why}: other processes must have the same keys; allowed: kid:secret, the same on every relay and sidecar`]
}

/** What brokers are told of us makes sense together only. */
function halfAccess (config: Config): string[] {
  const problems: string[] = []
  const sasl = config.kafkaSaslMechanism !== 'none'
  for (const name of ['kafkaSaslUsername', 'kafkaSaslPassword'] as const) {
    if (sasl && config[name] === '') problems.push(`${variableOf(name)} is not set, and KAFKA_SASL_MECHANISM is ${config.kafkaSaslMechanism}; allowed: both, or none`)
  }
  for (const name of ['kafkaTlsCa', 'kafkaTlsCert', 'kafkaTlsKey'] as const) {
    if (config[name] !== '' && config.kafkaTls === 'off') problems.push(`${variableOf(name)} is set, and KAFKA_TLS is off; allowed: KAFKA_TLS=on`)
  }
  return problems
}

/** A store that cannot be entered would show itself only when somebody shares a file. */
function halfStore (config: Config): string[] {
  if (config.s3Bucket === '') return []
  return (['s3AccessKeyId', 's3SecretAccessKey'] as const).filter((name) => config[name] === '')
    .map((name) => `${variableOf(name)} is not set, and S3_BUCKET is; allowed: all three, or none`)
}
