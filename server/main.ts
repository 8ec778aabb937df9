import { fork } from 'node:child_process'
import type { Logger } from 'pino'
import { runArchiver } from './archive-role.ts'
import { ConfigError, loadConfig } from './config.ts'
import type { Config } from './config.ts'
import { runSidecar } from './http-role.ts'
import { keptKeys } from './keys.ts'
import { Lifetime } from './lifetime.ts'
import { event } from './log-events.ts'
import { createLogger } from './logger.ts'
import { warnOfDescriptors, watchDisk } from './machine.ts'
import { openHouseClass, openHouseEnv, welcome } from './open-house.ts'
import { VERSION } from './place.ts'
import { runRelay } from './relay-role.ts'
import { EXIT_CONFIG, StartError } from './start-error.ts'
import { READY, Supervisor } from './supervisor.ts'

/**
 * The program: settings, logger, roles. With several roles this process is the relay and starts the sidecar
 * and the archiver as its children; `node main.js open-house` is what `make run` calls.
 */
async function main (): Promise<void> {
  const begun = Date.now()
  const openHouse = process.argv[2] === 'open-house'
  const env = openHouse ? openHouseEnv(process.env) : process.env
  const config = loadConfig(env)
  const logger = createLogger({ level: config.logLevel, role: config.roles[0] ?? 'relay', terminal: process.stdout.isTTY })
  const lifetime = new Lifetime(logger, config.relaySettings.drainLimitMs)
  lifetime.begin(process.send !== undefined)
  event(logger, 'process-started', { version: VERSION, node: process.version, pid: process.pid })
  try {
    const port = await startRoles(config, env, logger, lifetime)
    const classCode = openHouse ? await openHouseClass(config, `http://127.0.0.1:${port}`) : null
    event(logger, 'process-ready', { tookMs: Date.now() - begun })
    if (classCode !== null) process.stdout.write(welcome(config, port, classCode))
  } catch (error) {
    await lifetime.letGo()
    throw error
  }
}

/** Starts what ROLES names; the last started is the first to stop. Returns the port of the sidecar. */
async function startRoles (config: Config, env: NodeJS.ProcessEnv, logger: Logger, lifetime: Lifetime): Promise<number> {
  const keys = config.ticketKeys.length > 0 ? [...config.ticketKeys] : keptKeys(config.dataDir).ticket
  if (!config.roles.includes('relay')) {
    let port = config.portHttp
    if (config.roles.includes('http')) {
      const sidecar = await runSidecar(config, keys, logger)
      lifetime.onEnd(sidecar.stop)
      port = sidecar.port
    }
    if (config.roles.includes('archive')) lifetime.onEnd(await runArchiver(config, logger))
    process.send?.({ [READY]: port })
    return port
  }
  warnOfDescriptors(logger)
  lifetime.onEnd(await runRelay(config, keys, logger, () => { lifetime.end('drain') }))
  const unwatch = watchDisk(logger, config.dataDir)
  lifetime.onEnd(async () => { unwatch() })
  let port = config.portHttp
  const TICKET_KEYS = keys.map(({ kid, secret }) => `${kid}:${secret}`).join()
  for (const role of config.roles.filter((each) => each !== 'relay')) {
    const supervisor = new Supervisor({ start: () => fork(process.argv[1] ?? '', { env: { ...env, ROLES: role, TICKET_KEYS } }), logger })
    lifetime.onEnd(() => supervisor.stop())
    const told = await supervisor.start()
    if (role === 'http') port = told
  }
  return port
}

/** Ends a start that failed: one line a problem where it is the settings' or the machine's, the whole error where it is ours. */
function explain (error: unknown): never {
  if (error instanceof ConfigError) {
    for (const problem of error.problems) process.stderr.write(`lectern: ${problem}\n`)
    process.exit(EXIT_CONFIG)
  }
  if (!(error instanceof StartError)) throw error
  if (error.message !== '') process.stderr.write(`lectern: ${error.message}\n`)
  process.exit(error.exitCode)
}

main().catch(explain)
