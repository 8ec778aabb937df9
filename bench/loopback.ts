/** Where a load generator may knock: this machine's own loopback, nothing else. */
const LOOPBACK = /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/

/** The loopback address of `host`. Throws on every other: this tool must not be turned on anybody. */
export function loopback (host: string): string {
  if (host === 'localhost') return '127.0.0.1'
  if (LOOPBACK.test(host)) return host
  throw new Error(`the bench talks to loopback only, not to ${host}`)
}

/** How many sockets leave from one source address: the kernel has 28,000 ports for each. */
const SOCKETS_PER_ADDRESS = 20_000

/**
 * From where socket `index` leaves: nothing to say for the first ones, 127.0.0.2 and on when ports would run
 * out. To bind where nothing asks for it costs milliseconds a socket once thousands of closed ones wait.
 */
export function source (index: number): { localAddress?: string } {
  const address = Math.floor(index / SOCKETS_PER_ADDRESS)
  return address === 0 ? {} : { localAddress: `127.0.0.${1 + address}` }
}
