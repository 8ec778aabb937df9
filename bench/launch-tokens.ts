import { createSigner } from 'fast-jwt'

/**
 * Signs launch tokens as a host service does for a load test: the seed's fields and the claim `syn`
 *. `key` is `kid:secret`. The class need not exist: a signed token names it.
 */
export class LaunchTokens {
  readonly #sign: (claims: Record<string, unknown>) => string
  readonly #classCode: string

  constructor (key: string, classCode: string) {
    const colon = key.indexOf(':')
    this.#sign = createSigner({ key: key.slice(colon + 1), kid: key.slice(0, colon), algorithm: 'HS256', aud: 'lectern' })
    this.#classCode = classCode
  }

  teacher (name: string): string {
    return this.#token('TE', name)
  }

  students (count: number): string[] {
    return Array.from({ length: count }, (_, index) => this.#token('ST', `student-${index}`))
  }

  #token (usrTpCd: 'TE' | 'ST', name: string): string {
    return this.#sign({ usrTpCd, userName: name, uuid: name, classCode: this.#classCode, spaceName: 'Bench', syn: true })
  }
}
