/** Where a load generator may knock without being asked twice: this machine's own loopback. */
const LOOPBACK = /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/

/** Hosts beyond loopback that whoever runs the bench called his own (`--i-own-this-target`). */
const own = new Set<string>()

/** From now on this process may knock at `hosts` as well. */
export function permit (hosts: readonly string[]): void {
  for (const host of hosts) own.add(host)
}

export function isLoopback (host: string): boolean {
  return host === 'localhost' || LOOPBACK.test(host)
}

/** The address of `host`, if it is loopback or permitted. Throws on every other: this tool must not be turned on anybody. */
export function loopback (host: string): string {
  if (host === 'localhost') return '127.0.0.1'
  if (LOOPBACK.test(host) || own.has(host)) return host
  throw new Error(`the bench talks to loopback only, not to ${host}`)
}

/** How many sockets leave from one source address: the kernel has 28,000 ports for each. */
const SOCKETS_PER_ADDRESS = 20_000

let before = 0

/** Socket 0 of this process is number `sockets` of all processes. */
export function leaveAfter (sockets: number): void {
  before = sockets
}

/**
 * From where socket `index` leaves: nothing to say for the first ones, 127.0.0.2 and on when ports would run
 * out. To bind where nothing asks for it costs milliseconds a socket once thousands of closed ones wait.
 */
export function source (index: number): { localAddress?: string } {
  const address = Math.floor((before + index) / SOCKETS_PER_ADDRESS)
  return address === 0 ? {} : { localAddress: `127.0.0.${1 + address}` }
}
