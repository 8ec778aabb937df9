import { existsSync, mkdirSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import { databasePlace } from './database-place.ts'
import { freePort } from './free-port.ts'
import { buildSidecar } from './http/app.ts'
import type { MediaSettings } from './http/media/open-store.ts'
import type { Stop } from './lifetime.ts'
import { lanAddress } from './lan-address.ts'
import { event } from './log-events.ts'
import { partitionOf } from './partition.ts'
import { ROOT } from './place.ts'
import { StartError } from './start-error.ts'
import { privatePort } from './private-port.ts'
import type { Key } from './tokens.ts'

/** Connections that may wait to be accepted: a lecture hall comes at once, and what overflows tries again only after 1, 3 and 7 s. */
const ACCEPT_QUEUE = 4096

/**
 * Runs the sidecar. Returns its port and what stops it.
 * @throws StartError when a port is in use or the data folder cannot be made
 */
export async function runSidecar (config: Config, ticketKeys: Key[], logger: Logger): Promise<{ port: number, stop: Stop }> {
  const { host, portHttp, metricsHost, portHttpMetrics } = config
  await freePort(host, portHttp, 'PORT_HTTP', () => { event(logger, 'port-waiting', { port: portHttp }) })
  await freePort(metricsHost, portHttpMetrics, 'PORT_HTTP_METRICS', () => { event(logger, 'port-waiting', { port: portHttpMetrics }) })
  makeFolder(config.dataDir)
  const clientDir = join(ROOT, 'dist', 'client')
  const app = await buildSidecar({
    database: databasePlace(config),
    results: { keptDays: config.resultsDays, logMs: config.retentionHours * 3_600_000 },
    keys: {
      ticket: ticketKeys,
      launch: config.launchKeys,
      launchJwks: orNull(config.launchJwks),
      hostCredential: orNull(config.hostCredential),
      teacherKey: orNull(config.teacherKey)
    },
    media: mediaSettings(config),
    entry: config.entry,
    synthetic: config.synthetic === 'on',
    publicUrl: orNull(config.publicUrl),
    socketUrl: orNull(config.socketUrl),
    socketPort: config.portSocket,
    partitionOf: (classCode) => partitionOf(classCode, config.partitions),
    joinUrl: orNull(config.joinUrl),
    lanAddress: lanAddress(host),
    origins: config.origins,
    clientDir: existsSync(clientDir) ? clientDir : null,
    logger,
    trustProxy: config.trustProxy
  })
  const metrics = privatePort(app.metrics.registry, logger)
  await app.listen({ host, port: portHttp, backlog: ACCEPT_QUEUE })
  await new Promise<void>((resolve) => { metrics.listen(portHttpMetrics, metricsHost, resolve) })
  const { port } = app.server.address() as AddressInfo
  event(logger, 'http-listening', { port })
  return {
    port,
    async stop () {
      metrics.close()
      await app.close()
    }
  }
}

function mediaSettings (config: Config): MediaSettings {
  const { s3Bucket: bucket, s3Endpoint, s3Region: region, s3AccessKeyId: accessKeyId, s3SecretAccessKey: secretAccessKey } = config
  return {
    folder: join(config.dataDir, 'media'),
    keepMs: config.mediaHours * 3_600_000,
    imageBytes: config.mediaImageBytes,
    fileBytes: config.mediaFileBytes,
    s3: bucket === '' ? null : { bucket, endpoint: s3Endpoint === '' ? `https://s3.${region}.amazonaws.com` : s3Endpoint, region, accessKeyId, secretAccessKey }
  }
}

function makeFolder (dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true })
  } catch (error) {
    throw new StartError(`DATA_DIR ${dataDir} cannot be used: ${(error as Error).message}`, 1)
  }
}

function orNull (text: string): string | null {
  return text === '' ? null : text
}
