/** Where a load generator may knock: this machine's own loopback, nothing else. */
const LOOPBACK = /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/

/** The loopback address of `host`. Throws on every other: this tool must not be turned on anybody. */
export function loopback (host: string): string {
  if (host === 'localhost') return '127.0.0.1'
  if (LOOPBACK.test(host)) return host
  throw new Error(`the bench talks to loopback only, not to ${host}`)
}

/** How many sockets leave from one source address: the kernel has 28,000 ports for each. */
const SOCKETS_PER_ADDRESS = 10_000

/** The source address of socket `index`: 127.0.0.1, and the next ones when ports would run out. */
export function sourceAddress (index: number): string {
  return `127.0.0.${1 + Math.floor(index / SOCKETS_PER_ADDRESS)}`
}
