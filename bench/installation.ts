import type { RoomReply } from '../server/wire/api.ts'
import { LaunchTokens } from './launch-tokens.ts'
import { permit } from './loopback.ts'
import { post, postRequest } from './swarm/http-post.ts'
import type { Entrance } from './swarm/way-in.ts'
import type { Target } from './target.ts'

/** A Lectern to measure: started by the bench (Lectern), or running already (RunningInstallation). */
export interface Installation {
  /** `kid:secret` of the key that launch tokens are signed with. */
  readonly launchKey: string
  /** The hosts beyond loopback that its students talk to. */
  readonly hosts: string[]
  /** The way in for the holders of `tokens`. */
  entrance (tokens: string[]): Entrance
  /** CPU time of its relays so far (ms); NaN where they are not ours to look at. */
  cpuMs (): number
  /** The end of what it wrote; empty when all went well, or when it is not ours. */
  readonly output: string
}

/** The target does not answer, or does not let load tests in; the message is for a person. */
export class TargetError extends Error {
  override readonly name = 'TargetError'
}

/** An installation that somebody else started: it is entered as by phones, and nothing else is known of it. */
export class RunningInstallation implements Installation {
  readonly launchKey: string
  readonly hosts: string[]
  readonly output = ''
  readonly #target: Target

  private constructor (target: Target, hosts: string[]) {
    this.#target = target
    this.launchKey = target.launchKey
    this.hosts = hosts
  }

  /**
   * Knocks once as a teacher of a class that is never opened, to learn where the sockets are.
   * @throws TargetError when it does not let a synthetic teacher in
   */
  static async find (target: Target, classCode: string): Promise<RunningInstallation> {
    permit([target.http.host])
    const token = new LaunchTokens(target.launchKey, classCode).teacher('teacher')
    const socketHost = await new Promise<string>((resolve, reject) => {
      post(target.http, postRequest(target.http, '/api/classrooms/getRealRoom', { token }), 0, ({ status, body }) => {
        if (status === 200) resolve(new URL((JSON.parse(body) as RoomReply).socketUrl).hostname)
        else reject(new TargetError(status === 0 ? `nothing answers at ${target.http.host}:${target.http.port}` : `the target refused a synthetic teacher with ${status}: ${body}`))
      })
    })
    const hosts = [target.http.host, socketHost]
    permit(hosts)
    return new RunningInstallation(target, hosts)
  }

  entrance (tokens: string[]): Entrance {
    return { http: this.#target.http, tokens, relays: [] }
  }

  cpuMs (): number {
    return NaN
  }
}
