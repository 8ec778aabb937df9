import { createHash, createHmac } from 'node:crypto'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { IncomingMessage, RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createRequire } from 'node:module'
import type { Test } from 'tap'
import type { S3Options } from '../../../http/media/s3-store.ts'
import { temporaryFolder } from './temporary.ts'

const S3rver = createRequire(import.meta.url)('s3rver') as typeof import('s3rver')

/** A store under test. */
export interface S3Server {
  s3: Omit<S3Options, 'onTrouble'>
  /** Holds the objects. */
  folder: string
  /** While it is set, nothing can be removed. */
  keeps: boolean
  /** While it is set, it answers nothing but that it cannot. */
  down: boolean
}

const SECRET = 'a-secret-of-the-store'

/** A CORS rule of a bucket, as docs/OPERATIONS.md has it. */
interface CorsRule { AllowedOrigins: string[], AllowedMethods: string[], AllowedHeaders: string[], MaxAgeSeconds: number }

/**
 * A real S3-compatible server on loopback with one bucket, whose CORS rule is that of docs/OPERATIONS.md for
 * `origin` (null: none). s3rver lets signatures of version 4 pass unseen, so they are checked before it, by
 * Amazon's description and by code of our own.
 */
export async function s3Server (t: Test, origin: string | null = null): Promise<S3Server> {
  const folder = temporaryFolder(t)
  const store = new S3rver({ silent: true, directory: folder, configureBuckets: [{ name: 'shared', configs: origin === null ? [] : [await corsFor(origin)] }] })
  await store.configureBuckets()
  const answer = (store as unknown as { callback: () => RequestListener }).callback()
  const under: S3Server = { s3: { bucket: 'shared', endpoint: '', region: 'us-east-1', accessKeyId: 'S3RVER', secretAccessKey: SECRET }, folder, keeps: false, down: false }
  const server = createServer((request, response) => {
    if (under.down || (request.method === 'DELETE' && under.keeps)) response.writeHead(503).end()
    else if (request.method === 'OPTIONS' || isSigned(request)) answer(request, response)
    else response.writeHead(403, { connection: 'close' }).end('<Error><Code>SignatureDoesNotMatch</Code></Error>')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  under.s3.endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return under
}

/** The documented rule in the form in which the server takes it. */
async function corsFor (origin: string): Promise<string> {
  const page = await readFile(new URL('../../../../docs/OPERATIONS.md', import.meta.url), 'utf8')
  const [rule] = JSON.parse(/^ *(\[\{ "AllowedOrigins".*\])$/m.exec(page)?.[1] ?? '') as [CorsRule]
  const elements = (name: string, values: readonly (string | number)[]): string => values.map((value) => `<${name}>${value}</${name}>`).join('')
  return `<CORSConfiguration><CORSRule>${elements('AllowedOrigin', rule.AllowedOrigins.map(() => origin))}${elements('AllowedMethod', rule.AllowedMethods)}${elements('AllowedHeader', rule.AllowedHeaders)}${elements('MaxAgeSeconds', [rule.MaxAgeSeconds])}</CORSRule></CORSConfiguration>`
}

/** Whether a request bears a good signature of version 4, in its query or in its head, that has not expired. */
function isSigned ({ method = '', url = '', headers }: IncomingMessage): boolean {
  const { pathname, searchParams } = new URL(url, 'http://store')
  const said: Record<string, string> = Object.fromEntries([...(headers.authorization ?? '').matchAll(/(\w+)=([^, ]+)/g)].map(([, name = '', value = '']) => [name, value]))
  const inQuery = searchParams.get('X-Amz-Signature')
  const at = searchParams.get('X-Amz-Date') ?? String(headers['x-amz-date'])
  const signed = (searchParams.get('X-Amz-SignedHeaders') ?? said['SignedHeaders'] ?? '').split(';')
  const scope = (searchParams.get('X-Amz-Credential') ?? said['Credential'] ?? '').split('/').slice(1)
  searchParams.delete('X-Amz-Signature')
  const query = [...searchParams].map(([name, value]) => `${encode(name)}=${encode(value)}`).sort().join('&')
  const payload = inQuery === null ? String(headers['x-amz-content-sha256']) : 'UNSIGNED-PAYLOAD'
  const canonical = [method, pathname, query, ...signed.map((name) => `${name}:${String(headers[name] ?? '')}`), '', signed.join(';'), payload].join('\n')
  const toSign = ['AWS4-HMAC-SHA256', at, scope.join('/'), createHash('sha256').update(canonical).digest('hex')].join('\n')
  const key = scope.reduce<string | Buffer>((last, part) => createHmac('sha256', last).update(part).digest(), `AWS4${SECRET}`)
  const fresh = Date.parse(at.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z')) + Number(searchParams.get('X-Amz-Expires') ?? 900) * 1000 > Date.now()
  return fresh && createHmac('sha256', key).update(toSign).digest('hex') === (inQuery ?? said['Signature'])
}

function encode (text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)
}
