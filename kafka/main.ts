import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { KAFKA_DIR, KafkaCluster, runningIn, stopNodes } from './cluster.ts'
import { missingForKafka } from './jars.ts'

/** `make kafka` and `make kafka-stop`; NODES and KAFKA_PORT say how many brokers, and from which port on. */
async function main (command: string | undefined): Promise<void> {
  mkdirSync(KAFKA_DIR, { recursive: true })
  if (command === 'stop') await stop()
  else await start(Number(process.env['NODES'] || 1), Number(process.env['KAFKA_PORT'] || 29092))
}

async function start (nodes: number, port: number): Promise<void> {
  if (!(Number.isInteger(nodes) && nodes > 0 && nodes < 10)) throw new Error('NODES is to be 1 to 9')
  if (!(Number.isInteger(port) && port > 1023 && port < 65000)) throw new Error('KAFKA_PORT is to be 1024 to 64999')
  const missing = missingForKafka()
  if (missing !== null) throw new Error(`${missing}: install Java 17 and Maven (Debian: openjdk-17-jre-headless maven)`)
  const dir = folderOf(nodes, port)
  const other = folders().find((folder) => folder !== dir && runningIn(folder) > 0)
  if (other !== undefined) throw new Error(`a cluster of ${runningIn(other)} runs already; \`make kafka-stop\` ends it`)
  const cluster = await KafkaCluster.start({ dir, nodes, port })
  console.log(`KAFKA_BROKERS=${cluster.brokers}`)
}

async function stop (): Promise<void> {
  const stopped = await Promise.all(folders().map(stopNodes))
  console.log(`${stopped.reduce((sum, count) => sum + count, 0)} nodes of Kafka stopped; their data stays in ${KAFKA_DIR}`)
}

/** A cluster's data belongs to its number of nodes, and what runs there to its ports. */
function folderOf (nodes: number, port: number): string {
  return join(KAFKA_DIR, `nodes-${nodes}-${port}`)
}

function folders (): string[] {
  return readdirSync(KAFKA_DIR).filter((name) => /^nodes-\d-\d+$/.test(name)).map((name) => join(KAFKA_DIR, name))
}

main(process.argv[2]).catch((error: Error) => {
  process.stderr.write(`make kafka: ${error.message}\n`)
  process.exitCode = 1
})
