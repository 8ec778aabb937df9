import { readFileSync } from 'node:fs'
import t from 'tap'
import { parse } from 'yaml'
import { loadConfig } from '../../config.ts'
import type { Setting } from '../../setting-kinds.ts'
import { RELAY_SETTINGS, SETTINGS, variableOf } from '../../settings.ts'

interface Service {
  image: string
  build?: string
  environment?: Record<string, string>
  env_file?: string
  volumes?: string[]
  healthcheck?: unknown
  stop_grace_period?: string
  ulimits?: { nofile: number }
  depends_on?: unknown
  networks: { lectern: { ipv4_address: string } }
}

interface Compose {
  services: Record<string, Service>
  volumes: Record<string, unknown>
}

function text (path: string): string {
  return readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')
}

const { services, volumes } = parse(text('compose.yaml'), { merge: true }) as Compose
const nginxConf = text('deploy/nginx.conf')
const named = (pattern: RegExp): Array<[string, Service]> => Object.entries(services).filter(([name]) => pattern.test(name))
const ours = named(/^(relay|sidecar)-|^archiver$/)
const settings = new Map<string, Setting<unknown>>(Object.entries({ ...SETTINGS, ...RELAY_SETTINGS }).map(([name, setting]) => [variableOf(name), setting]))
const example = Object.fromEntries([...text('deploy/lectern.env.example').matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]))

t.test('every variable is a setting, and none is a secret', async (t) => {
  for (const [name, { environment = {} }] of ours) {
    for (const variable of Object.keys(environment)) {
      t.ok(settings.has(variable), `${name}: ${variable} is a setting`)
      t.not(settings.get(variable)?.secret, true, `${name}: ${variable} is no secret`)
    }
  }
})

t.test('the example of lectern.env names settings, gives no secret, and with secrets it is enough', async (t) => {
  const secrets = Object.keys(example).filter((name) => settings.get(name)?.secret === true)
  t.same(Object.keys(example).filter((name) => !settings.has(name)), [])
  t.same(secrets.map((name) => example[name]), secrets.map(() => ''))
  const filled = Object.fromEntries(Object.entries(example).map(([name, value]) => [name, secrets.includes(name) ? `k1:${'s'.repeat(32)}` : value]))
  for (const [name, { environment, env_file: file }] of ours) {
    t.equal(file, 'lectern.env', name)
    t.doesNotThrow(() => loadConfig({ ...filled, ...environment }), name)
  }
})

t.test('relays, sidecars and nginx agree on how many there are and where', async (t) => {
  const relays = named(/^relay-/)
  const address = ([, service]: [string, Service]): string => service.networks.lectern.ipv4_address
  t.same(relays.map(([, { environment }]) => environment?.['RELAY']), relays.map((_, i) => `${i + 1}/${relays.length}`))
  t.same(relays.map(([, { environment }]) => environment?.['ROLES']), relays.map(() => 'relay'))
  for (const [i, relay] of relays.entries()) t.match(nginxConf, new RegExp(`upstream relay_${i + 1} \\{\\n.*\\n +server ${address(relay)}:8084 `), relay[0])
  const sidecars = named(/^sidecar-/)
  t.same([...nginxConf.matchAll(/server (\S+):8088 /g)].map(([, host]) => host), sidecars.map(address))
  for (const [name, { environment }] of sidecars) t.match(environment, { ROLES: 'http', TRUST_PROXY: services['nginx']?.networks.lectern.ipv4_address }, name)
  const archiver = services['archiver']
  t.match(archiver?.environment, { ROLES: 'archive' })
  t.same(archiver?.volumes, services['sidecar-1']?.volumes, 'the archiver writes the database that the sidecars read')
  const partitions = [...nginxConf.matchAll(/^ {4}\d+ relay_\d+;$/gm)].length
  for (const [name, { environment }] of ours) t.equal(environment?.['KAFKA_PARTITIONS'], String(partitions), name)
  t.match(services['nginx']?.volumes, ['./deploy/nginx.conf:/etc/nginx/nginx.conf:ro'])
})

t.test('three Kafka nodes know each other, keep what they have, and are named to all of ours', async (t) => {
  const nodes = named(/^kafka-/)
  t.equal(nodes.length, 3)
  const voters = nodes.map(([name], i) => `${i + 1}@${name}:9093`).join()
  for (const [i, [name, { environment, volumes: mounts }]] of nodes.entries()) {
    t.match(environment, { KAFKA_NODE_ID: String(i + 1), KAFKA_CONTROLLER_QUORUM_VOTERS: voters, KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://${name}:9092` }, name)
    t.same(mounts, [`${name}:${environment?.['KAFKA_LOG_DIRS']}`], name)
    t.ok(name in volumes, name)
  }
  for (const [name, { environment }] of ours) t.equal(environment?.['KAFKA_BROKERS'], nodes.map(([node]) => `${node}:9092`).join(), name)
})

t.test('everything is asked for its health, may stop in peace and open files enough', async (t) => {
  const dockerfile = text('Dockerfile')
  t.match(dockerfile, /^HEALTHCHECK .*scripts\/healthy\.mjs/m)
  for (const [name, { build, healthcheck, ulimits, stop_grace_period: grace }] of Object.entries(services)) {
    t.ok(build !== undefined || healthcheck !== undefined, `${name}: health`)
    t.ok((ulimits?.nofile ?? 0) > 21_000, `${name}: open files`)
    if (name !== 'nginx') t.ok(parseInt(grace ?? '', 10) * 1000 > Number(RELAY_SETTINGS.drainLimitMs.default), `${name}: time to stop`)
  }
})

t.test('the container runs without root on glibc, with a client for Kafka that the last stage did not build', async (t) => {
  const stages = text('Dockerfile').split(/^FROM /m).slice(1)
  const last = stages.at(-1) ?? ''
  t.match(last, /^node:22-bookworm-slim\n/)
  t.match(last, /\nUSER node\n/)
  t.match(last, '\nCOPY --from=kafka-client ')
  t.notMatch(last, /npm |build-essential|kafka-client\.sh/)
})
