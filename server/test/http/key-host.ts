import { generateKeyPairSync } from 'node:crypto'
import type { JsonWebKey, KeyObject } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createSigner } from 'fast-jwt'
import type { Algorithm } from 'fast-jwt'
import { pino } from 'pino'
import type { Logger } from 'pino'
import type { Test } from 'tap'

/** A key of a host service: what it publishes, and how it signs. */
export interface HostKey {
  kid: string
  jwk: JsonWebKey
  privatePem: string
  publicPem: string
}

function hostKey (kid: string, { publicKey, privateKey }: { publicKey: KeyObject, privateKey: KeyObject }): HostKey {
  return {
    kid,
    jwk: { ...publicKey.export({ format: 'jwk' }), kid },
    privatePem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString()
  }
}

export const rsaKey = (kid: string, modulusLength = 2048): HostKey => hostKey(kid, generateKeyPairSync('rsa', { modulusLength }))
export const ecKey = (kid: string, namedCurve = 'P-256'): HostKey => hostKey(kid, generateKeyPairSync('ec', { namedCurve }))
export const edKey = (kid: string): HostKey => hostKey(kid, generateKeyPairSync('ed25519'))

/** Signs a launch token with a key of its own, `age` seconds ago. */
export function signed (claims: object, key: HostKey, algorithm: Algorithm, { typ = 'JWT', aud = 'lectern', age = 0, kid = key.kid } = {}): string {
  const sign = createSigner({ key: key.privatePem, algorithm, ...(aud === '' ? {} : { aud }), header: { alg: algorithm, typ, kid } })
  return sign({ ...claims, iat: Math.floor(Date.now() / 1000) - age })
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void

/** A host service's web server on a free port. */
export interface KeyHost {
  url: string
  /** How often it was asked. */
  asked: number
  /** What it does with a request; may be changed. */
  answer: Answer
}

export async function keyHost (t: Test, answer: Answer): Promise<KeyHost> {
  const host = { url: '', asked: 0, answer }
  const server = createServer((request, response) => {
    host.asked++
    host.answer(request, response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.close()
    server.closeAllConnections()
  })
  host.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`
  return host
}

/** Answers with a set of `keys`. */
export function publishing (...keys: HostKey[]): Answer {
  const body = JSON.stringify({ keys: keys.map(({ jwk }) => jwk) })
  return (_request, response) => { response.writeHead(200, { 'content-type': 'application/jwk-set+json' }).end(body) }
}

/** An address of this machine where nobody listens. */
export async function deadUrl (): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return `http://127.0.0.1:${port}/jwks.json`
}

/** A logger whose lines can be read, each `msg` with its reason. */
export function readableLogger (): { logger: Logger, said: string[] } {
  const said: string[] = []
  const logger = pino({ level: 'info', base: null }, {
    write (line) {
      const { msg, reason, keys } = JSON.parse(line) as { msg: string, reason?: string, keys?: number }
      said.push([msg, reason, keys].filter((part) => part !== undefined).join(' '))
    }
  })
  return { logger, said }
}
