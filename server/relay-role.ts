import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import { freePort } from './free-port.ts'
import type { Stop } from './lifetime.ts'
import { FolderInUse } from './log/folder-lock.ts'
import { openLmdbLog } from './log/lmdb-log.ts'
import type { LmdbLog } from './log/lmdb-log.ts'
import { event } from './log-events.ts'
import { startRelay } from './relay/relay.ts'
import { StartError } from './start-error.ts'
import type { Key } from './tokens.ts'

const HOUR_MS = 3_600_000

/**
 * Runs the relay on the embedded log. Returns what stops both.
 * @throws StartError when a port or the data folder is in use
 */
export async function runRelay (config: Config, ticketKeys: Key[], logger: Logger): Promise<Stop> {
  const { host, portSocket, metricsHost, portSocketMetrics } = config
  await freePort(host, portSocket, 'PORT_SOCKET', () => { event(logger, 'port-waiting', { port: portSocket }) })
  await freePort(metricsHost, portSocketMetrics, 'PORT_SOCKET_METRICS', () => { event(logger, 'port-waiting', { port: portSocketMetrics }) })
  const log = await openLog(config, logger)
  try {
    const relay = await startRelay({
      host,
      port: portSocket,
      metricsHost,
      metricsPort: portSocketMetrics,
      log,
      keys: { ticket: ticketKeys },
      settings: config.relay,
      origins: config.origins,
      logger,
      number: 1,
      retentionMs: config.retentionHours * HOUR_MS
    })
    return async () => {
      await relay.stop()
      await log.close()
    }
  } catch (error) {
    await log.close()
    throw error
  }
}

async function openLog ({ dataDir }: Config, logger: Logger): Promise<LmdbLog> {
  try {
    return await openLmdbLog({ dir: join(dataDir, 'log'), logger })
  } catch (error) {
    if (error instanceof FolderInUse) throw new StartError(`DATA_DIR ${dataDir} is in use by process ${error.pid}; stop it, or set DATA_DIR to another folder`, 1)
    throw new StartError(`DATA_DIR ${dataDir} cannot be used: ${(error as Error).message}`, 1)
  }
}
