import { pathToFileURL } from 'node:url'
import { ConfigError, loadConfig } from './config.ts'
import type { Config } from './config.ts'
import { EXIT_CONFIG, StartError } from './start-error.ts'

/** A command for whoever runs Lectern: what it does with settings and arguments; resolves with the line that it says in the end. */
export type Command = (config: Config, args: readonly string[]) => Promise<string>

/** Runs a command where its file is what was started: its last line goes to standard output, a StartError's to standard error. */
export async function runCommand (url: string, command: Command): Promise<void> {
  if (url !== pathToFileURL(process.argv[1] ?? '').href) return
  try {
    process.stdout.write(`${await command(settings(), process.argv.slice(2))}\n`)
  } catch (error) {
    if (!(error instanceof StartError)) throw error
    process.stderr.write(`lectern: ${error.message}\n`)
    process.exitCode = error.exitCode
  }
}

/** Commands start no sidecar, so they need nothing that only one would. */
function settings (): Config {
  try {
    return loadConfig({ ...process.env, ROLES: 'archive' })
  } catch (error) {
    throw error instanceof ConfigError ? new StartError(error.message, EXIT_CONFIG) : error
  }
}
