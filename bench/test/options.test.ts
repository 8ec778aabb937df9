import t from 'tap'
import { loopback, source } from '../loopback.ts'
import { HELP, SCENARIOS, UsageError, readOptions } from '../options.ts'
import { cpuList } from '../processes/cores.ts'
import { targetOf } from '../swarm/line.ts'

t.test('a command line that makes no sense is told why', async (t) => {
  const wrong: Array<[string[], RegExp]> = [
    [[], /no scenario; one of: enter, answers/],
    [['answer'], /unknown scenario answer/],
    [['answers', 'enter'], /one scenario at a time/],
    [['answers', '--students', '0'], /--students is 0; allowed: whole numbers from 1 to 15000/],
    [['answers', '--students', '1e3'], /--students is 1e3/],
    [['answers', '--students', '100,200'], /answers takes one number/],
    [['fanout', '--students', '100,'], /--students is ;/],
    [['answers', '--rounds', 'many'], /--rounds is many/],
    [['answers', '--seed', '-1'], /--seed/],
    [['answers', '--url', 'http://example.org'], /--url/],
    [['answers', '--server', 'no/such/main.js'], /no server at no\/such\/main.js; build it first/]
  ]
  for (const [args, message] of wrong) {
    t.throws(() => readOptions(args), { name: 'UsageError', message }, args.join(' '))
  }
  t.ok(new UsageError('a') instanceof Error)
})

t.test('defaults and everything given', async (t) => {
  const server = 'package.json'
  t.match(readOptions(['fanout', '--server', server]), { students: [1000, 5000], rounds: 5, seed: 1, json: '' })
  t.match(readOptions(['memory', '--server', server]), { students: [10_000], rounds: 20 })
  t.match(readOptions(['reconnect', '--server', server, '--students', '300', '--rounds', '30', '--seed', '9', '--json', 'f', '--data', 'd']), { students: [300], rounds: 30, seed: 9, json: 'f', data: 'd' })
})

t.test('help is asked for anywhere and names every scenario', async (t) => {
  t.equal(readOptions(['--help']), null)
  t.equal(readOptions(['answers', '-h']), null)
  for (const scenario of SCENARIOS) t.match(HELP, `\n  ${scenario}`)
})

t.test('the bench knocks at loopback only', async (t) => {
  t.equal(loopback('localhost'), '127.0.0.1')
  t.equal(loopback('127.0.0.9'), '127.0.0.9')
  for (const host of ['example.org', '10.0.0.1', '0.0.0.0', '127.0.0.1.example.org', '']) t.throws(() => loopback(host), /loopback only/, host)
  t.throws(() => targetOf('ws://192.168.1.5:8084/ws/0/a', []), /loopback only/)
})

t.test('sockets leave from further addresses before ports run out', async (t) => {
  t.same([0, 19_999, 20_000, 40_000].map(source), [{}, {}, { localAddress: '127.0.0.2' }, { localAddress: '127.0.0.3' }])
})

t.test('lists of CPUs as the kernel writes them', async (t) => {
  t.same(cpuList('0-2,5\n'), [0, 1, 2, 5])
  t.same(cpuList('3'), [3])
})
