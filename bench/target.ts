import { isLoopback } from './loopback.ts'
import { UsageError } from './option-values.ts'
import type { Endpoint } from './swarm/dial.ts'

/** An installation that runs already. */
export interface Target {
  http: Endpoint
  /** `kid:secret` of the key that its launch tokens are signed with. */
  launchKey: string
}

/** As the server wants them (docs/SETTINGS.md); of two keys the first signs. */
const LAUNCH_KEYS = /^([^:,]+:[^,]{32,})(,|$)/

/**
 * Reads `--target`. `owned`: whoever runs the bench says that it is his.
 * @throws UsageError
 */
export function readTarget (text: string, owned: boolean, env: NodeJS.ProcessEnv): Target {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !['http:', 'https:'].includes(url.protocol) || url.pathname !== '/' || url.search !== '') {
    throw new UsageError(`--target is ${text}; allowed: an address like https://quiz.example.org`)
  }
  if (!isLoopback(url.hostname) && !owned) {
    throw new UsageError(`${url.hostname} is not this machine. A load test stops a class for everybody else: add --i-own-this-target only if it is yours`)
  }
  const launchKey = LAUNCH_KEYS.exec(env['LAUNCH_KEYS'] ?? '')?.[1]
  if (launchKey === undefined) throw new UsageError('--target needs the LAUNCH_KEYS of the installation in the environment: kid:secret')
  const secure = url.protocol === 'https:'
  return { http: { secure, host: url.hostname, port: Number(url.port) || (secure ? 443 : 80) }, launchKey }
}
