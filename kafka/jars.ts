import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../server/place.ts'

const POM = join(ROOT, 'kafka', 'pom.xml')

/**
 * The folder with the jars of Kafka, below `cache`; fetched by Maven the first time (45 jars, 43 MB).
 * @throws Error with Maven's words when it cannot fetch them
 */
export function kafkaJars (cache: string): string {
  const version = createHash('sha256').update(readFileSync(POM)).digest('hex').slice(0, 8)
  const jars = join(cache, `jars-${version}`)
  if (existsSync(jars)) return jars
  const draft = mkdtempSync(join(cache, 'jars-'))
  try {
    execFileSync('mvn', ['-q', '-B', '-f', POM, 'dependency:copy-dependencies', `-DoutputDirectory=${draft}`], { stdio: 'pipe', encoding: 'utf8' })
    if (!existsSync(jars)) renameSync(draft, jars)
  } catch (error) {
    const { stdout = '', message } = error as Error & { stdout?: string }
    throw new Error(`Kafka's jars could not be fetched: ${stdout.trim() || message}`)
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
  return jars
}

/** Why Kafka cannot be started on this machine, in words; null where Java and Maven are there. */
export function missingForKafka (): string | null {
  const missing = [['java', '-version'], ['mvn', '-version']].filter(([command = '', arg = '']) => {
    try {
      execFileSync(command, [arg], { stdio: 'ignore' })
      return false
    } catch {
      return true
    }
  })
  return missing.length === 0 ? null : `no ${missing.map(([command]) => command).join(' and no ')} on this machine`
}
