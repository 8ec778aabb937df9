import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import { FolderInUse } from './log/folder-lock.ts'
import { openKafkaLog } from './log/kafka-log.ts'
import type { KafkaLog } from './log/kafka-log.ts'
import { KafkaProblem } from './log/kafka-problem.ts'
import { openLmdbLog } from './log/lmdb-log.ts'
import type { LmdbLog } from './log/lmdb-log.ts'
import { EXIT_CONFIG, StartError } from './start-error.ts'

const HOUR_MS = 3_600_000

/** Where the embedded log lies. */
export function logFolder ({ dataDir }: Config): string {
  return join(dataDir, 'log')
}

/**
 * Opens the embedded log to write it.
 * @throws StartError where the folder is in use or cannot be used
 */
export async function openEmbedded (config: Config, logger: Logger): Promise<LmdbLog> {
  const { dataDir } = config
  try {
    return await openLmdbLog({ dir: logFolder(config), logger })
  } catch (error) {
    if (error instanceof FolderInUse) throw new StartError(`DATA_DIR ${dataDir} is in use by process ${error.pid}; stop it, or set DATA_DIR to another folder`, 1)
    throw new StartError(`DATA_DIR ${dataDir} cannot be used: ${(error as Error).message}`, 1)
  }
}

/**
 * Opens the log on Kafka, to read and to write.
 * @throws StartError where the cluster cannot hold it
 */
export async function openKafka (config: Config, logger: Logger): Promise<KafkaLog> {
  try {
    return await openKafkaLog({
      brokers: config.kafkaBrokers,
      partitions: config.partitions,
      topicPrefix: config.kafkaTopicPrefix,
      retentionMs: config.retentionHours * HOUR_MS,
      lingerMs: config.kafkaLingerMs,
      timeoutMs: config.kafkaTimeoutMs,
      access: {
        saslMechanism: config.kafkaSaslMechanism,
        saslUsername: config.kafkaSaslUsername,
        saslPassword: config.kafkaSaslPassword,
        tls: config.kafkaTls === 'on',
        tlsCa: config.kafkaTlsCa,
        tlsCert: config.kafkaTlsCert,
        tlsKey: config.kafkaTlsKey,
        tlsKeyPassword: config.kafkaTlsKeyPassword
      },
      logger
    })
  } catch (error) {
    if (error instanceof KafkaProblem) throw new StartError(error.message, error.wantsChange ? EXIT_CONFIG : 1)
    throw error
  }
}
