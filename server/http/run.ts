import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { event } from '../log-events.ts'
import { buildSidecar } from './app.ts'
import { metricsServer } from './metrics.ts'
import type { SidecarOptions } from './options.ts'

export interface ListenOptions {
  host: string
  port: number
  metricsHost: string
  metricsPort: number
}

export interface RunningSidecar {
  /** The ports taken, which were asked for or, for 0, found. */
  port: number
  metricsPort: number
  /** Lets requests under way end, then lets go of ports and database. */
  close (): Promise<void>
}

/**
 * Builds the sidecar and listens, its metrics on their own port.
 * @throws what `buildSidecar` throws, and EADDRINUSE
 */
export async function runSidecar (options: SidecarOptions, { host, port, metricsHost, metricsPort }: ListenOptions): Promise<RunningSidecar> {
  const app = await buildSidecar(options)
  const metrics = metricsServer(app.metrics)
  const close = async (): Promise<void> => {
    metrics.close()
    metrics.closeAllConnections()
    await app.close()
  }
  try {
    await app.listen({ host, port })
    metrics.listen(metricsPort, metricsHost)
    await once(metrics, 'listening')
  } catch (error) {
    await close()
    throw error
  }
  const running = { port: portOf(app.server), metricsPort: portOf(metrics), close }
  event(options.logger, 'http-listening', { port: running.port })
  return running
}

function portOf (server: Server): number {
  return (server.address() as AddressInfo).port
}
