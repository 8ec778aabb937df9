import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { nginxCommand } from '../../deploy/nginx-command.ts'
import { heldPartitions } from '../../relay/placement.ts'

const DEPLOYED = fileURLToPath(new URL('../../../deploy/nginx.conf', import.meta.url))

t.test('the configuration in deploy/ is what the command in its first line prints', async (t) => {
  const text = await readFile(DEPLOYED, 'utf8')
  const [, args = ''] = /^# Made by: npm run -s nginx -- (.+)\n/.exec(text) ?? []
  t.match(args, '--relays 4')
  t.equal(nginxCommand(args.split(' ')), text)
})

t.test('nginx and the relays divide the partitions alike', async (t) => {
  for (const relays of [1, 2, 3, 4, 7]) {
    const text = nginxCommand(['--relays', String(relays), '--host', 'relay-{}:8084'])
    for (let relay = 1; relay <= relays; relay++) {
      const groups = [...text.matchAll(/^ {2}upstream (relay_\d+) \{\n([^}]*)\}/gm)].filter(([, , servers = '']) => servers.includes(`server relay-${relay}:8084 `))
      const served = groups.flatMap(([, name]) => [...text.matchAll(new RegExp(`^ {4}(\\d+) ${name};`, 'gm'))].map(([, partition]) => Number(partition)))
      t.same(served.sort((a, b) => a - b), heldPartitions({ relay, relays, standby: true, partitions: 48 }), `relay ${relay} of ${relays}`)
    }
  }
})

t.test('options', async (t) => {
  const text = nginxCommand(['--relays', '2', '--partitions', '6', '--standby', '0', '--host', 'a:1', '--host', 'b:2', '--sidecar', 'c:3', '--sidecar', '[::1]:4', '--listen', '10.0.0.1:8443', '--tls', '/etc/a.pem,/etc/b.pem'])
  t.match(text, 'server a:1 max_fails')
  t.match(text, 'server c:3 max_fails')
  t.match(text, 'server [::1]:4 max_fails')
  t.match(text, 'listen 10.0.0.1:8443 ssl ')
  t.match(text, 'ssl_certificate /etc/a.pem;')
  t.match(text, 'ssl_certificate_key /etc/b.pem;')
  t.match(text, /\n {4}5 relay_2;\n {2}\}/)
  t.notMatch(text, /backup|return 301|\b6 relay/)
  t.match(nginxCommand(['--relays', '1', '--tls', '/a,/b']), /listen 80;\n {4}return 301 https/, 'port 443: plain HTTP is sent there')
  t.match(nginxCommand(['--help']), 'usage: npm run -s nginx')
})

t.test('what makes no sense is refused with one line that says what is allowed', async (t) => {
  const wrong: Array<[string[], RegExp]> = [
    [[], /^--relays is missing\n/],
    [['--relays', '0'], /^--relays is 0; allowed: 1 to 1000\n/],
    [['--relays', 'four'], /^--relays is four; allowed/],
    [['--relays', '4', '--partitions', '3'], /^--partitions is 3; allowed: 4 to 1000\n/],
    [['--relays', '4', '--standby', '2'], /^--standby is 2; allowed: 0 or 1\n/],
    [['--relays', '2', '--host', 'a:1'], /^--host is given 1 times for 2 relays; allowed/],
    [['--relays', '2', '--host', 'a:1', '--host', 'a:1'], /^--host names a relay twice\n/],
    [['--relays', '1', '--host', 'a;b:1'], /^--host is a;b:1; allowed: name:port\n/],
    [['--relays', '1', '--sidecar', 'a'], /^--sidecar is a; allowed: name:port\n/],
    [['--relays', '1', '--sidecar', 'a:70000'], /^--sidecar is a:70000; allowed/],
    [['--relays', '1', '--listen', '0'], /^--listen is 0; allowed/],
    [['--relays', '1', '--tls', 'cert.pem'], /^--tls is cert.pem; allowed: two absolute paths/],
    [['--relays', '1', '--tls', '/a,/b;c'], /^--tls is/],
    [['--relay', '4'], /^Unknown option '--relay'/]
  ]
  for (const [args, message] of wrong) t.throws(() => nginxCommand(args), { name: 'StartError', exitCode: 1, message }, args.join(' '))
})
