import t from 'tap'
import { CAPS } from '../caps.ts'
import { HELP } from '../help.ts'
import { leaveAfter, loopback, permit, source } from '../loopback.ts'
import { UsageError } from '../option-values.ts'
import { readOptions } from '../options.ts'
import { cpuList } from '../processes/cores.ts'
import { SCENARIOS } from '../scenarios/catalogue.ts'
import { targetOf } from '../swarm/line.ts'

const SERVER = ['--server', 'package.json']
const KEY = `here:${'k'.repeat(32)}`
const TARGET = ['--target', 'http://127.0.0.1:8088']

function wrong (t: Tap, cases: Array<[string[], RegExp]>, env: NodeJS.ProcessEnv = {}): void {
  for (const [args, message] of cases) t.throws(() => readOptions(args, env), { name: 'UsageError', message }, args.join(' '))
}

type Tap = Pick<typeof t, 'throws'>

t.test('a command line that makes no sense is told why', async (t) => {
  wrong(t, [
    [[], /no scenario; one of: .*enter, answers/],
    [['answer'], /unknown scenario answer/],
    [['answers', 'enter'], /one scenario at a time/],
    [['answers', '--students', '0'], /--students is 0; allowed: whole numbers from 1 to 20000/],
    [['answers', '--students', '1e3'], /--students is 1e3/],
    [['answers', '--students', '100,200'], /answers takes one number/],
    [['fanout', '--students', '100,'], /--students is ;/],
    [['answers', '--rounds', 'many'], /--rounds is many/],
    [['answers', '--classes', '3'], /answers takes no --classes/],
    [['answers', '--duration', '3'], /answers takes no --duration/],
    [['answers', '--seed', '-1'], /--seed/],
    [['answers', '--url', 'http://example.org'], /--url/],
    [['answers', '--log', 'redis'], /--log is redis; allowed: lmdb, kafka/],
    [['answers', '--log', 'kafka'], /--log kafka needs KAFKA_BROKERS/],
    [['answers', '--relays', '2', ...SERVER], /--relays needs --log kafka/],
    [['answers', '--shard', '1/2', ...SERVER], /--shard needs a --target/],
    [['answers', '--server', 'no/such/main.js'], /no server at no\/such\/main.js; build it first/]
  ])
  t.ok(new UsageError('a') instanceof Error)
})

t.test('defaults and everything given', async (t) => {
  t.match(readOptions(['fanout', ...SERVER]), { students: [1000, 5000], classes: [1, 1], rounds: 5, seed: 1, log: 'lmdb', relays: 1, target: null, strict: false, json: '', cpuProf: '' })
  t.match(readOptions(['memory', ...SERVER]), { students: [10_000], rounds: 20 })
  t.match(readOptions(['reconnect', ...SERVER, '--students', '300', '--rounds', '30', '--seed', '9', '--json', 'f', '--data', 'd', '--cpu-prof', 'p', '--strict']),
    { students: [300], rounds: 30, seed: 9, json: 'f', data: 'd', cpuProf: 'p', strict: true })
  t.match(readOptions(['answers', ...SERVER, '--log', 'kafka', '--relays', '4'], { KAFKA_BROKERS: '127.0.0.1:9092' }), { log: 'kafka', relays: 4 })
})

t.test('every scenario starts as it is', async (t) => {
  for (const scenario of SCENARIOS) t.doesNotThrow(() => readOptions([scenario, ...SERVER]), scenario)
})

t.test('a target is given by its address, and the key of its launch tokens comes from the environment', async (t) => {
  t.match(readOptions(['answers', ...TARGET], { LAUNCH_KEYS: `${KEY},old:${'o'.repeat(32)}` })?.target, { http: { secure: false, host: '127.0.0.1', port: 8088 }, launchKey: KEY })
  t.match(readOptions(['answers', '--target', 'https://quiz.example.org', '--i-own-this-target'], { LAUNCH_KEYS: KEY })?.target?.http, { secure: true, host: 'quiz.example.org', port: 443 })
  wrong(t, [
    [['answers', '--target', 'quiz.example.org'], /--target is quiz.example.org; allowed: an address like/],
    [['answers', '--target', 'ftp://127.0.0.1'], /--target is ftp/],
    [['answers', '--target', 'http://127.0.0.1/enter?token=x'], /--target is http/],
    [['memory', ...TARGET], /memory takes no --target/],
    [['answers', ...TARGET, '--relays', '2'], /--relays is for the server that the bench starts/],
    [['answers', ...TARGET, '--shard', '3/2'], /--shard is 3\/2; allowed: I\/N/]
  ], { LAUNCH_KEYS: KEY })
  wrong(t, [[['answers', ...TARGET], /--target needs the LAUNCH_KEYS/]], { LAUNCH_KEYS: 'short:key' })
})

t.test('an address beyond loopback needs a word from its owner', async (t) => {
  for (const host of ['quiz.example.org', '10.0.0.1', '192.168.1.5', '127.0.0.1.example.org']) {
    wrong(t, [[['answers', '--target', `http://${host}`], /is not this machine.*--i-own-this-target only if it is yours/]], { LAUNCH_KEYS: KEY })
  }
})

t.test('a target is loaded within the caps, and several machines share the students', async (t) => {
  wrong(t, [[['answers', ...TARGET, '--students', String(CAPS.students + 1)], /are too many; at most 10000 from one machine/]], { LAUNCH_KEYS: KEY })
  t.match(readOptions(['answers', ...TARGET, '--students', '20000', '--shard', '3/4', '--seed', '5'], { LAUNCH_KEYS: KEY }), { students: [5000], seed: 7, shard: { part: 3, of: 4 } })
})

t.test('help is asked for anywhere and names every scenario', async (t) => {
  t.equal(readOptions(['--help']), null)
  t.equal(readOptions(['answers', '-h']), null)
  for (const scenario of SCENARIOS) t.match(HELP, `\n  ${scenario} `)
  t.ok(HELP.split('\n').every((line) => line.length <= 130), 'no line is longer than a terminal')
})

t.test('the bench knocks at loopback only, and where its owner permits it', async (t) => {
  t.equal(loopback('localhost'), '127.0.0.1')
  t.equal(loopback('127.0.0.9'), '127.0.0.9')
  for (const host of ['example.org', '10.0.0.1', '0.0.0.0', '127.0.0.1.example.org', '']) t.throws(() => loopback(host), /loopback only/, host)
  t.throws(() => targetOf('ws://192.168.1.5:8084/ws/0/a', []), /loopback only/)
  permit(['quiz.example.org'])
  t.match(targetOf('wss://quiz.example.org/ws/0/a', []), { secure: true, host: 'quiz.example.org', port: 443, path: '/ws/0/a' })
  t.throws(() => loopback('www.quiz.example.org'), /loopback only/)
})

t.test('sockets leave from further addresses before ports run out, over all processes', async (t) => {
  t.same([0, 19_999, 20_000, 40_000].map(source), [{}, {}, { localAddress: '127.0.0.2' }, { localAddress: '127.0.0.3' }])
  leaveAfter(10_000)
  t.same([0, 9_999, 10_000].map(source), [{}, {}, { localAddress: '127.0.0.2' }])
})

t.test('lists of CPUs as the kernel writes them', async (t) => {
  t.same(cpuList('0-2,5\n'), [0, 1, 2, 5])
  t.same(cpuList('3'), [3])
})
