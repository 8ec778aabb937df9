import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Gets the tests a real Kafka and the native client: the brokers of KAFKA_BROKERS, else a node of this run's own,
 * which root on Debian gets Java and Maven for.
 * @returns {Promise<{ brokers: string, missing: string, stop: () => Promise<void> }>} `missing` tells why Kafka's
 *   tests cannot run, and is '' where they can
 */
export async function kafkaForTests () {
  const { KafkaCluster } = await import('../dist/kafka/cluster.js')
  const { missingForKafka } = await import('../dist/kafka/jars.js')
  const given = process.env.KAFKA_BROKERS ?? ''
  if (missingForKafka() !== null) await install('openjdk-17-jre-headless', 'maven')
  const missing = (given === '' ? missingForKafka() : null) ?? await client()
  if (missing !== null || given !== '') return { brokers: given, missing: missing ?? '', stop: async () => {} }
  try {
    const cluster = await KafkaCluster.start({ dir: mkdtempSync(join(tmpdir(), 'lectern-kafka-')), nodes: 1, shortLived: true })
    return { brokers: cluster.brokers, missing: '', stop: () => cluster.destroy() }
  } catch (error) {
    return { brokers: '', missing: error.message, stop: async () => {} }
  }
}

async function install (...packages) {
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) return
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get', ['update', '-q'], { stdio: 'ignore', env })
  await run('apt-get', ['install', '-q', '-y', '--no-install-recommends', ...packages], { stdio: 'ignore', env })
}

async function client () {
  const { status, error } = await run('scripts/kafka-client.sh', ['--install-packages'], { stdio: ['ignore', 'inherit', 'pipe'] })
  return status === 0 ? null : error.trim()
}

/** The program's end, and what it wrote to its standard error where that is a pipe. */
async function run (command, args, options) {
  const child = spawn(command, args, options)
  let error = ''
  child.stderr?.on('data', (piece) => { error += piece })
  try {
    const [status] = await once(child, 'close')
    return { status, error }
  } catch (reason) {
    return { status: null, error: reason.message }
  }
}
