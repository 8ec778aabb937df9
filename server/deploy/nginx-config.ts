import { primaryOf, standbyOf } from '../relay/placement.ts'

/** What stands behind the balancer. */
export interface Installation {
  /** Name (or address) and port of every relay's sockets; the first is relay 1. */
  relays: readonly string[]
  /** Name (or address) and port of every sidecar. */
  sidecars: readonly string[]
  /** Partitions of each lane (KAFKA_PARTITIONS); at least one a relay. */
  partitions: number
  /** Whether every partition has a warm standby (STANDBY). */
  standby: boolean
  /** Port, or address and port, that nginx listens on. */
  listen: string
  /** Files of certificate and key, or null where TLS ends before nginx. */
  tls: { certificate: string, key: string } | null
}

/** Sockets that may wait to be accepted: a lecture hall comes at once. */
const BACKLOG = 4096
/** How long whoever failed is passed over (s). */
const FAIL_SECONDS = 2
/** A relay that has not said within this time that it is ready is passed over (s). */
const READY_SECONDS = 2
/** A socket on which the relay says nothing for so long is cut (s): longer than BEAT_IDLE_MS and IDLE_SECONDS. */
const SILENT_SECONDS = 90
/** The largest body that a route of the sidecar takes, a quiz file of 5 MiB, and what is around it. */
const BODY_MAX = '6m'

/**
 * The whole nginx.conf of an installation, for nginx 1.22 or newer with the modules of Debian's nginx-light.
 * `madeBy` is the command that its first line tells. Who gets a socket, and why: docs/OPERATIONS.md, "The balancer".
 */
export function nginxConfig (installation: Installation, madeBy: string): string {
  const http = [LOGGING, ...maps(installation), ...relayGroups(installation), sidecarGroup(installation), ...servers(installation)]
  return `# Made by: ${madeBy}
# Do not edit: make it anew. What it decides and why: docs/OPERATIONS.md, "The balancer".

worker_processes auto;
# a student costs two connections, the phone's and the relay's
worker_rlimit_nofile 131072;
# below crit nginx writes whole requests, and with them names of students; access.log tells what failed
error_log /var/log/nginx/error.log crit;

events {
  worker_connections 65536;
}

http {
${http.map(indented).join('\n\n')}
}
`
}

const LOGGING = `server_tokens off;
# no query strings and no addresses: they would tell who was where
log_format lectern escape=json '{"time":"$time_iso8601","method":"$request_method","path":"$uri","status":"$status",'
  '"took":"$request_time","bytes":"$bytes_sent","upstream":"$upstream_addr","upstreamStatus":"$upstream_status"}';
access_log /var/log/nginx/access.log lectern;`

function maps ({ partitions, relays }: Installation): string[] {
  const rows = Array.from({ length: partitions }, (_, partition) => `${partition} relay_${primaryOf(partition, relays.length)};`)
  return [
    block('map $uri $lectern_partition', ['default 0;', '"~^/ws/(?<partition>\\d+)/" $partition;']),
    // a partition that is none goes to a relay, which closes the socket with the code that says so (rule W2)
    block('map $lectern_partition $lectern_relay', ['default relay_1;', ...rows])
  ]
}

/** Two groups a relay: one that passes over whoever is not ready, and one that tries everybody when nobody is. */
function relayGroups ({ relays, standby }: Installation): string[] {
  return relays.flatMap((primary, partition) => {
    const second = standby ? standbyOf(partition, relays.length) : null
    const backup = second === null ? null : relays[second - 1]
    const members = (health: string): string[] => [`server ${primary} ${health};`, ...(backup == null ? [] : [`server ${backup} ${health} backup;`])]
    const name = `relay_${partition + 1}`
    return [
      block(`upstream ${name}`, [`zone ${name} 64k;`, ...members(`max_fails=1 fail_timeout=${FAIL_SECONDS}s`)]),
      block(`upstream any_${name}`, members('max_fails=0'))
    ]
  })
}

function sidecarGroup ({ sidecars }: Installation): string {
  return block('upstream sidecars', [
    'zone sidecars 64k;',
    ...sidecars.map((sidecar) => `server ${sidecar} max_fails=1 fail_timeout=${FAIL_SECONDS}s;`),
    'keepalive 64;'
  ])
}

function servers ({ listen, tls }: Installation): string[] {
  const main = block('server', [
    `listen ${listen}${tls === null ? '' : ' ssl'} reuseport backlog=${BACKLOG};`,
    ...(tls === null ? [] : tlsLines(tls)),
    `client_max_body_size ${BODY_MAX};`,
    'proxy_http_version 1.1;',
    'proxy_buffering off;',
    'proxy_connect_timeout 1s;',
    ...LOCATIONS.map((text) => `\n${text}`)
  ])
  return tls !== null && listen === '443' ? [block('server', ['listen 80;', 'return 301 https://$host$request_uri;']), main] : [main]
}

function tlsLines ({ certificate, key }: { certificate: string, key: string }): string[] {
  return [
    `ssl_certificate ${certificate};`,
    `ssl_certificate_key ${key};`,
    'ssl_protocols TLSv1.2 TLSv1.3;',
    'ssl_session_cache shared:lectern:20m;',
    'ssl_session_timeout 1d;'
  ]
}

const TO_RELAY = [
  'proxy_set_header Host $http_host;',
  'proxy_set_header Upgrade $http_upgrade;',
  'proxy_set_header Connection upgrade;',
  "# a relay reads 4 KiB of an upgrade's head, and cookies are none of its business",
  'proxy_set_header Cookie "";',
  `proxy_read_timeout ${SILENT_SECONDS}s;`,
  `proxy_send_timeout ${SILENT_SECONDS}s;`
]

const TO_SIDECAR = [
  'proxy_pass http://sidecars;',
  'proxy_set_header Host $http_host;',
  'proxy_set_header Connection "";',
  'proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;',
  'proxy_set_header X-Forwarded-Proto $scheme;'
]

const LOCATIONS = [
  block('location /ws/', [
    'set $relay $lectern_relay;',
    '# whoever is not ready, or does not say so in time, is passed over from here on',
    'auth_request /.ready;',
    'error_page 500 502 503 504 = @any;',
    'proxy_pass http://$relay;',
    ...TO_RELAY
  ]),
  block('location = /.ready', [
    'internal;',
    'proxy_pass http://$relay/health/ready;',
    'proxy_pass_request_headers off;',
    'proxy_pass_request_body off;',
    'proxy_next_upstream error timeout invalid_header http_503;',
    `proxy_read_timeout ${READY_SECONDS}s;`
  ]),
  '# nobody is ready: fail open, whoever takes the socket may have it\n' +
  block('location @any', ['proxy_pass http://any_$relay;', ...TO_RELAY]),
  '# a ticket asked for twice is two tickets, so these may be repeated although they are POST\n' +
  block('location ~ ^/(?:api/classrooms|socket)/', [...TO_SIDECAR, 'proxy_next_upstream error timeout http_503 non_idempotent;']),
  '# the sidecar itself cuts what is too long, and never holds it whole\n' +
  block('location ~ ^/api/media/[^/]+/bytes$', [...TO_SIDECAR, 'client_max_body_size 0;', 'proxy_request_buffering off;', 'proxy_read_timeout 120s;', 'proxy_next_upstream off;']),
  block('location /', [...TO_SIDECAR, 'proxy_next_upstream error timeout http_503;'])
]

function block (head: string, lines: readonly string[]): string {
  return [`${head} {`, ...lines.map(indented), '}'].join('\n')
}

function indented (text: string): string {
  return text.replace(/^(?=.)/gm, '  ')
}
