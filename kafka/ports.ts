import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'

/** `count` ports of 127.0.0.1 that nobody listened on a moment ago. */
export async function freePorts (count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'))
  await Promise.all(servers.map((server) => once(server, 'listening')))
  const ports = servers.map((server) => (server.address() as AddressInfo).port)
  await Promise.all(servers.map((server) => { server.close(); return once(server, 'close') }))
  return ports
}

/** One such port. */
export async function freePort (): Promise<number> {
  const [port] = await freePorts(1)
  return port!
}
