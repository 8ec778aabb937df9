import type { Logger } from 'pino'
import type { Config } from './config.ts'
import { freePort } from './free-port.ts'
import type { Stop } from './lifetime.ts'
import { embeddedFigures } from './embedded-figures.ts'
import { kafkaFigures } from './kafka-figures.ts'
import { event } from './log-events.ts'
import { neededSince } from './log-needs.ts'
import { openEmbedded, openKafka } from './open-log.ts'
import { startRelay } from './relay/relay.ts'
import type { RelayOptions } from './relay/relay.ts'
import type { Key } from './tokens.ts'

const HOUR_MS = 3_600_000

/**
 * Runs the relay on its log. Returns what stops both. `drain` ends the process in order.
 * @throws StartError when a port or the data folder is in use, or Kafka cannot hold the log
 */
export async function runRelay (config: Config, ticketKeys: Key[], logger: Logger, drain: () => void): Promise<Stop> {
  const { host, portSocket, metricsHost, portSocketMetrics } = config
  await freePort(host, portSocket, 'PORT_SOCKET', () => { event(logger, 'port-waiting', { port: portSocket }) })
  await freePort(metricsHost, portSocketMetrics, 'PORT_SOCKET_METRICS', () => { event(logger, 'port-waiting', { port: portSocketMetrics }) })
  const opened = await openLog(config, logger)
  const { log } = opened
  try {
    const relay = await startRelay({
      host,
      port: portSocket,
      metricsHost,
      metricsPort: portSocketMetrics,
      ownClock: config.kafkaBrokers.length === 0,
      keys: { ticket: ticketKeys },
      settings: config.relaySettings,
      origins: config.origins,
      logger,
      place: { relay: config.relay.number, relays: config.relay.of },
      standby: config.standby === '1',
      retentionMs: config.retentionHours * HOUR_MS,
      neededSince: () => neededSince(config.dataDir),
      onDrain: drain,
      ...opened
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

/** The log, with its figures. */
async function openLog (config: Config, logger: Logger): Promise<Pick<RelayOptions, 'log' | 'figures'>> {
  if (config.kafkaBrokers.length === 0) {
    const log = await openEmbedded(config, logger)
    return { log, figures: embeddedFigures(() => log.stats()) }
  }
  const log = await openKafka(config, logger)
  return { log, figures: kafkaFigures(() => log.stats()) }
}
