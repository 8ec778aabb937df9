import { readFileSync, readdirSync } from 'node:fs'
import t from 'tap'
import { loadConfig } from '../../config.ts'
import { nginxCommand } from '../../deploy/nginx-command.ts'
import { RELAY_SETTINGS, SETTINGS, variableOf } from '../../settings.ts'

const DEPLOY = new URL('../../../deploy/', import.meta.url)
const known = new Set(['NODE_ENV', ...Object.keys({ ...SETTINGS, ...RELAY_SETTINGS }).map(variableOf)])
/** What /etc/lectern/lectern.env holds. */
const fromFile = { KAFKA_BROKERS: 'kafka:9092', LAUNCH_KEYS: `k1:${'s'.repeat(32)}`, TICKET_KEYS: `k1:${'s'.repeat(32)}` }

/** The variables that a unit sets, as its second instance has them. */
function environmentOf (unit: string): Record<string, string> {
  const pairs = [...unit.matchAll(/^Environment=(.*)$/gm)].flatMap(([, line = '']) => line.split(' '))
  return Object.fromEntries(pairs.map((pair) => pair.replaceAll('%i', '2').split('=') as [string, string]))
}

for (const name of readdirSync(DEPLOY).filter((file) => file.endsWith('.service'))) {
  const unit = readFileSync(new URL(name, DEPLOY), 'utf8')
  t.test(`${name} sets what is a setting, and leaves time to stop`, async (t) => {
    const environment = environmentOf(unit)
    t.same(Object.keys(environment).filter((variable) => !known.has(variable)), [])
    t.doesNotThrow(() => loadConfig({ ...fromFile, ...environment }))
    t.ok(Number(/^TimeoutStopSec=(\d+)$/m.exec(unit)?.[1]) * 1000 > Number(RELAY_SETTINGS.drainLimitMs.default))
    t.ok(Number(/^LimitNOFILE=(\d+)$/m.exec(unit)?.[1]) > 21_000)
  })
}

t.test('without options nginx looks for relays and sidecar where the units put them', async (t) => {
  const { PORT_SOCKET: port } = environmentOf(readFileSync(new URL('lectern-relay@.service', DEPLOY), 'utf8'))
  t.match(nginxCommand(['--relays', '4']), `upstream relay_2 {\n    zone relay_2 64k;\n    server 127.0.0.1:${port} `)
  t.match(nginxCommand(['--relays', '4']), `server 127.0.0.1:${SETTINGS.portHttp.default} `)
})
