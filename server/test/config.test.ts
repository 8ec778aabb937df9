import t from 'tap'
import { ConfigError, loadConfig } from '../config.ts'

const OPEN = { ENTRY: 'open', TEACHER_KEY: 'a-key-for-teachers' }
const SECRET = '0123456789abcdef0123456789abcdef'

/** The lines that an environment is refused with. */
function problems (env: Record<string, string>): readonly string[] {
  try {
    loadConfig(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

t.test('defaults are those of the design', async (t) => {
  const config = loadConfig(OPEN)
  t.match(config, {
    portSocket: 8084, portHttp: 8088, portSocketMetrics: 9084, portHttpMetrics: 9088, host: '0.0.0.0', metricsHost: '127.0.0.1',
    dataDir: './data', roles: ['relay', 'http', 'archive'], synthetic: 'off', logLevel: 'info', publicUrl: '', launchKeys: [], ticketKeys: []
  })
  t.match(config.relaySettings, {
    frameBytes: 65536, backpressureBytes: 262144, behindMs: 5000, idleSeconds: 60, malformedMax: 3, slowDownMs: 5000, slowDownCloseMs: 10000,
    sliceSockets: 50, tickPerSocketUs: 40, tickMinMs: 50, countsMs: 500, presenceMs: 1000, beatOpenMs: 2000, beatIdleMs: 15000,
    ringMs: 300000, ringBytes: 262144, spreadPerStudentMs: 0.4, spreadMaxMs: 2000, drainLimitMs: 10000
  })
})

t.test('the log has one partition in the data folder, and on Kafka those of KAFKA_PARTITIONS', async (t) => {
  t.match(loadConfig(OPEN), { kafkaBrokers: [], partitions: 1 })
  t.equal(loadConfig({ ...OPEN, KAFKA_PARTITIONS: '7' }).partitions, 1)
  const brokers = 'kafka-1.example.org:9092, [::1]:9092'
  t.match(loadConfig({ ...OPEN, KAFKA_BROKERS: brokers }), { kafkaBrokers: ['kafka-1.example.org:9092', '[::1]:9092'], partitions: 48 })
  t.equal(loadConfig({ ...OPEN, KAFKA_BROKERS: brokers, KAFKA_PARTITIONS: '7' }).partitions, 7)
  t.match(problems({ ...OPEN, KAFKA_BROKERS: 'kafka-1' }), [/^KAFKA_BROKERS is "kafka-1"; allowed: addresses with ports/])
})

t.test('what brokers are told of us makes sense together only, and its secrets are not shown', async (t) => {
  const PASSWORD = 'a-password-of-the-cluster'
  const full = { KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512', KAFKA_SASL_USERNAME: 'lectern', KAFKA_SASL_PASSWORD: PASSWORD, KAFKA_TLS: 'on', KAFKA_TLS_CA: '/ca.pem' }
  t.match(loadConfig({ ...OPEN, ...full }), { kafkaSaslMechanism: 'SCRAM-SHA-512', kafkaSaslPassword: PASSWORD, kafkaTls: 'on', kafkaTlsCa: '/ca.pem', kafkaTlsKey: '' })
  t.match(problems({ ...OPEN, ...full, KAFKA_SASL_PASSWORD: '' }), [/^KAFKA_SASL_PASSWORD is not set, and KAFKA_SASL_MECHANISM is SCRAM-SHA-512/])
  t.match(problems({ ...OPEN, KAFKA_TLS_CA: '/ca.pem' }), [/^KAFKA_TLS_CA is set, and KAFKA_TLS is off/])
  t.same(problems({ ...OPEN, ...full, KAFKA_SASL_PASSWORD: PASSWORD.repeat(50) }), ['KAFKA_SASL_PASSWORD is not well formed (1250 characters); allowed: at most 1024 characters'])
})

t.test('a store of media makes sense with its keys only', async (t) => {
  const full = { S3_BUCKET: 'shared', S3_ACCESS_KEY_ID: 'id', S3_SECRET_ACCESS_KEY: 'a-secret' }
  t.match(loadConfig({ ...OPEN, ...full, S3_ENDPOINT: 'http://minio:9000/' }), { s3Bucket: 'shared', s3Endpoint: 'http://minio:9000', s3Region: 'us-east-1', mediaHours: 168 })
  t.match(problems({ ...OPEN, ...full, S3_SECRET_ACCESS_KEY: '' }), [/^S3_SECRET_ACCESS_KEY is not set, and S3_BUCKET is/])
  t.match(problems({ ...OPEN, S3_BUCKET: 'Shared/x' }), [/^S3_BUCKET is "Shared\/x"/])
})

t.test('the configuration cannot be changed', async (t) => {
  const config = loadConfig(OPEN)
  t.ok(Object.isFrozen(config) && Object.isFrozen(config.relaySettings) && Object.isFrozen(config.origins) && Object.isFrozen(config.roles))
})

t.test('values are read, blanks around them do not count, an empty one is unset', async (t) => {
  t.match(loadConfig({
    ...OPEN,
    PORT_SOCKET: ' 18084 ',
    HOST: '',
    ROLES: 'http',
    TICKET_KEYS: `t:${SECRET}`,
    LAUNCH_KEYS: `new:${SECRET}, old:${SECRET}x`,
    PUBLIC_URL: 'https://quiz.example.org/',
    SOCKET_URL: 'wss://live.example.org',
    ORIGINS: 'https://lms.example.org,https://quiz.example.org',
    TRUST_PROXY: '10.0.0.0/8, ::1',
    SPREAD_PER_STUDENT_MS: '0.25',
    IDLE_SECONDS: '0'
  }), {
    portSocket: 18084,
    host: '0.0.0.0',
    roles: ['http'],
    launchKeys: [{ kid: 'new', secret: SECRET }, { kid: 'old', secret: `${SECRET}x` }],
    publicUrl: 'https://quiz.example.org',
    socketUrl: 'wss://live.example.org',
    origins: ['https://lms.example.org', 'https://quiz.example.org'],
    trustProxy: ['10.0.0.0/8', '::1'],
    relaySettings: { spreadPerStudentMs: 0.25, idleSeconds: 0 }
  })
})

t.test("PUBLIC_URL's origin is on the allow-list", async (t) => {
  t.same(loadConfig({ ...OPEN, PUBLIC_URL: 'https://a.example.org/quiz', ORIGINS: 'https://b.example.org' }).origins, ['https://b.example.org', 'https://a.example.org'])
})

t.test('a value that makes no sense is told by variable, value and what is allowed', async (t) => {
  const wrong: Record<string, string> = {
    PORT_SOCKET: '8084x', PORT_HTTP: '70000', HOST: 'a b', ROLES: 'relay,printer', ENTRY: 'closed', LOG_LEVEL: 'loud', SYNTHETIC: 'yes',
    PUBLIC_URL: 'quiz.example.org', SOCKET_URL: 'https://live.example.org', ORIGINS: 'https://lms.example.org/path', TRUST_PROXY: '10.0.0.0/33',
    LAUNCH_JWKS: 'http://lms.example.org/jwks.json'
  }
  for (const [variable, value] of Object.entries(wrong)) {
    const lines = problems({ ...OPEN, [variable]: value })
    t.equal(lines.length, 1, variable)
    t.match(lines[0], new RegExp(`^${variable} is ".*"; allowed: \\S`))
    t.ok(lines[0]?.includes(JSON.stringify(value)))
  }
})

t.test('all problems are told at once, one line each', async (t) => {
  t.same(problems({ ...OPEN, PORT_SOCKET: 'x', LOG_LEVEL: 'y' }).map((line) => line.split(' ')[0]), ['PORT_SOCKET', 'LOG_LEVEL'])
  t.notMatch(problems({ ...OPEN, LOG_LEVEL: `y\n${'z'.repeat(500)}` })[0], /\n|z{100}/)
})

t.test('secrets are refused without being shown', async (t) => {
  const bad = [
    ['TEACHER_KEY', 'marker'], ['HOST_CREDENTIAL', 'mar ker marker marker'], ['TICKET_KEYS', 'kid:marker'], ['LAUNCH_KEYS', SECRET],
    ['TICKET_KEYS', `a:${SECRET},a:${SECRET}`], ['TICKET_KEYS', `a:${SECRET},b:${SECRET},c:${SECRET}`]
  ] as const
  for (const [variable, value] of bad) {
    const lines = problems({ ...OPEN, [variable]: value })
    t.match(lines, [new RegExp(`^${variable} is not well formed \\(${value.length} characters\\); allowed: `)])
    t.notMatch(lines.join(), /marker|0123/)
  }
})

t.test('public keys come from where nobody on the way can change them', async (t) => {
  for (const LAUNCH_JWKS of ['https://lms.example.org/keys?tenant=7', 'http://127.0.0.1:8080/jwks.json', 'http://localhost/jwks.json', 'http://[::1]/jwks.json', '/etc/lectern/jwks.json', './jwks.json']) {
    t.equal(loadConfig({ LAUNCH_JWKS }).launchJwks, LAUNCH_JWKS, 'and do instead of LAUNCH_KEYS')
  }
  for (const LAUNCH_JWKS of ['http://127.example.org/jwks.json', 'ftp://lms.example.org/jwks.json', 'https://', 'https://a:b@lms.example.org/jwks.json']) {
    t.match(problems({ LAUNCH_JWKS }), [/^LAUNCH_JWKS is ".*"; allowed: an address that begins with https/])
  }
})

t.test('settings that contradict each other are refused', async (t) => {
  t.match(problems({ ...OPEN, PORT_HTTP: '8084' }), [/^PORT_HTTP is 8084, the same as PORT_SOCKET; allowed: /])
  t.same(problems({ ...OPEN, PORT_HTTP: '0', PORT_SOCKET: '0' }), [])
  t.match(problems({ ...OPEN, ORIGINS: 'https://lms.example.org' }), [/^PUBLIC_URL is not set, and with ORIGINS/])
  t.match(problems({}), [/^LAUNCH_KEYS is not set/])
  t.match(problems({ ENTRY: 'open' }), [/^TEACHER_KEY is not set/])
  t.same(problems({ ROLES: 'relay', TICKET_KEYS: `k:${SECRET}` }), [])
  t.same(problems({ ENTRY: 'open', LAUNCH_KEYS: `a:${SECRET}` }), [])
})

t.test('processes that belong together must be told their keys', async (t) => {
  t.match(problems({ ROLES: 'relay' }), [/^TICKET_KEYS is not set, and ROLES is relay: other processes must have the same keys; allowed: kid:secret, the same on every relay and sidecar$/])
  t.match(problems({ ...OPEN, ROLES: 'http' }), [/^TICKET_KEYS is not set, and ROLES is http/])
  t.match(problems({ ...OPEN, KAFKA_BROKERS: 'kafka:9092', RELAY: '2/4' }), [/^TICKET_KEYS is not set, and RELAY is 2\/4/])
  t.same(problems(OPEN), [], 'a relay and the sidecar that it starts keep theirs in DATA_DIR')
  t.notMatch(problems({ ROLES: 'archive' }), [/TICKET_KEYS/], 'an archiver takes no tickets')
})

t.test('a relay has its number among all, and a log that it can share', async (t) => {
  t.match(loadConfig(OPEN), { relay: { number: 1, of: 1 }, standby: '1' })
  const keys = { TICKET_KEYS: `k:${SECRET}` }
  t.match(loadConfig({ ...OPEN, ...keys, KAFKA_BROKERS: 'kafka:9092', RELAY: '2/4', STANDBY: '0' }), { relay: { number: 2, of: 4 }, standby: '0' })
  for (const value of ['0/1', '5/4', '1', '1/0', '1/1001', '1/4/2', 'a/b', '-1/2', '1.5/2']) {
    t.match(problems({ ...OPEN, KAFKA_BROKERS: 'kafka:9092', RELAY: value }), [/^RELAY is ".*"; allowed: n\/N with n from 1 to N/], value)
  }
  t.match(problems({ ...OPEN, ...keys, RELAY: '2/4' }), [/^RELAY is 2\/4, and the log has one partition; allowed: 1\/1 on the embedded log, or KAFKA_BROKERS$/])
  t.match(problems({ ...OPEN, ...keys, RELAY: '9/9', KAFKA_BROKERS: 'kafka:9092', KAFKA_PARTITIONS: '8' }), [/^RELAY is 9\/9, and the log has 8 partitions; allowed: at most 8 relays/])
})
