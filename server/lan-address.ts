import { networkInterfaces } from 'node:os'

/** Every address of the machine. */
const ANY = new Set(['0.0.0.0', '::', '[::]'])

/** What other machines in the network call this one, if it listens on `host`; 'localhost' where none can reach it. */
export function lanAddress (host: string): string {
  if (!ANY.has(host)) return host
  const addresses = Object.values(networkInterfaces()).flat()
  return addresses.find((address) => address?.family === 'IPv4' && !address.internal)?.address ?? 'localhost'
}
