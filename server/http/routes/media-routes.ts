import type { Readable } from 'node:stream'
import fastifyStatic from '@fastify/static'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { MEDIA_LIMITS, MediaKind } from '../../classroom/media.ts'
import type { Medium } from '../../classroom/media.ts'
import { lecternError } from '../../errors.ts'
import { RECEIPT_SECONDS, signer, verifier } from '../../tokens.ts'
import type { Key, MediaPass } from '../../tokens.ts'
import { bearerOf } from '../authorization.ts'
import { randomId } from '../entry.ts'
import { line } from '../media/media.ts'
import type { Media } from '../media/media.ts'
import type { MediaUpload } from '../../wire/api.ts'
import { ErrorBody } from '../replies.ts'
import { WindowCounter } from '../window-counter.ts'

export interface MediaParts {
  media: Media
  keys: readonly Key[]
}

/** Uploads and links that one participant may begin within a minute. */
const BEGUN = 60
const MINUTE = 60_000

const Params = Type.Object({ id: Type.String({ pattern: '^[A-Za-z0-9_-]{22}$' }) })
const alt = Type.String({ maxLength: MEDIA_LIMITS.alt })
const PageParams = Type.Object({ id: Params.properties.id, page: Type.String({ pattern: '^[1-9][0-9]{0,2}$' }) })
const Upload = Type.Object({
  kind: Type.Union([Type.Literal(MediaKind.image), Type.Literal(MediaKind.audio), Type.Literal(MediaKind.video), Type.Literal(MediaKind.document)]),
  bytes: Type.Integer({ minimum: 1 }),
  sha256: Type.String({ pattern: '^[A-Za-z0-9+/]{43}=$' }),
  /** Longer ones are cut: people do not choose how long the names of their files are. */
  name: Type.String({ maxLength: 1024 }),
  alt,
  pages: Type.Optional(Type.Array(Type.Integer({ minimum: 1 }), { minItems: 1, maxItems: MEDIA_LIMITS.pages }))
}, { additionalProperties: false })
const Link = Type.Object({ url: Type.String({ maxLength: MEDIA_LIMITS.url }), alt }, { additionalProperties: false })
const Place = Type.Object({ id: Type.String(), url: Type.String(), headers: Type.Record(Type.String(), Type.String()) })
const ReceiptBody = Type.Object({
  receipt: Type.String(),
  medium: Type.Object({
    id: Type.String(), kind: Type.Unsafe<MediaKind>(Type.Integer()), type: Type.String(), bytes: Type.Integer(), width: Type.Integer(), height: Type.Integer(), alt: Type.String(), name: Type.String(), url: Type.String(), pages: Type.Integer()
  })
})
const refusals = { '4xx': ErrorBody, '5xx': ErrorBody }
const about = { tags: ['media'], security: [{ bearer: [] }] }

/**
 * Shared media: an upload is begun, put, and finished, which gives the receipt that `sendMedia` carries. All of
 * it wants the media pass that a relay gives to those who may. Showing wants nothing but the id, which nobody
 * can guess: an image element sends no token.
 */
export const mediaRoutes: FastifyPluginAsyncTypebox<MediaParts> = async (app, { media, keys }) => {
  const holderOf = passCheck(keys)
  const sign = signer('receipt', keys, RECEIPT_SECONDS)
  const begun = new WindowCounter(BEGUN, MINUTE)
  const receipt = ({ cls, les, sub }: MediaPass, medium: Medium): { receipt: string, medium: Medium } => ({ receipt: sign({ cls, les, sub, med: medium }), medium })
  const guard = ({ cls, sub }: MediaPass): void => {
    begun.guard(`${cls} ${sub}`)
    begun.count(`${cls} ${sub}`)
  }

  app.post('/api/media', { schema: { summary: 'Begins an upload', ...about, body: Upload, response: { 201: Place, ...refusals } } },
    async (request, reply) => {
      const holder = holderOf(request)
      guard(holder)
      checkPages(request.body)
      const { id, target } = await media.begin(holder, request.body, pageOf(request))
      const own = { url: `/api/media/${id}/bytes`, headers: { authorization: request.headers.authorization ?? '', 'content-type': 'application/octet-stream' } }
      return await reply.code(201).send({ id, ...(target ?? own) })
    })

  app.post('/api/media/:id/finish', { schema: { summary: 'Checks what was uploaded and gives the receipt for it', ...about, params: Params, response: { 200: ReceiptBody, ...refusals } } },
    async (request) => {
      const holder = holderOf(request)
      return receipt(holder, await media.finish(holder, request.params.id))
    })

  app.post('/api/media/links', { schema: { summary: 'Gives the receipt for a link', ...about, body: Link, response: { 200: ReceiptBody, ...refusals } } },
    async (request) => {
      const holder = holderOf(request)
      guard(holder)
      const url = linkOf(request.body.url)
      return receipt(holder, { id: randomId(), kind: MediaKind.link, type: '', bytes: 0, width: 0, height: 0, alt: line(request.body.alt, MEDIA_LIMITS.alt), name: '', url, pages: 0 })
    })

  app.delete('/api/media/:id', { schema: { summary: 'Removes a file for good', ...about, params: Params, response: { 204: Type.Null(), ...refusals } } },
    async (request, reply) => {
      await media.remove(holderOf(request), request.params.id)
      return await reply.code(204).send(null)
    })

  await app.register(bytesIn, { media, keys })
  await app.register(bytesOut, { media, keys })
}

/** In a scope of its own, because there a body is a stream that is not read before somebody may send it. */
const bytesIn: FastifyPluginAsyncTypebox<MediaParts> = async (app, { media, keys }) => {
  const holderOf = passCheck(keys)
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, payload, done) => { done(null, payload) })
  app.put('/api/media/:id/bytes', { schema: { summary: 'Takes the bytes of an upload', ...about, params: Params, response: { 204: Type.Null(), ...refusals } } },
    async (request, reply) => {
      // whoever is refused in the midst of it goes on sending: the end of the reply ends the line
      reply.header('connection', 'close')
      await media.receive(holderOf(request), request.params.id, request.body as Readable)
      return await reply.code(204).send(null)
    })
}

/** What people uploaded can do nothing here: no script, no form, no frame, and its type is what we say. */
const bytesOut: FastifyPluginAsyncTypebox<MediaParts> = async (app, { media }) => {
  await app.register(fastifyStatic, { root: '/', serve: false })
  app.addHook('onSend', async (_request, reply) => {
    reply.headers({ 'content-security-policy': "default-src 'none'; sandbox", 'content-disposition': 'inline' })
  })
  const give = async (reply: FastifyReply, id: string, small: boolean, page: number): Promise<void> => {
    const { type, where } = await media.find(id, small, page)
    if ('url' in where) {
      await reply.header('cache-control', `private, max-age=${where.seconds}`).redirect(where.url, 302)
      return
    }
    reply.headers({ 'content-type': type, 'cache-control': 'private, max-age=3600, immutable' })
    await reply.sendFile(where.file, where.folder, { contentType: false, cacheControl: false })
  }
  for (const small of [false, true]) {
    const end = small ? '/small' : ''
    app.get(`/media/:id${end}`, { schema: { summary: small ? 'A picture for a phone' : 'A shared file', tags: ['media'], params: Params, response: refusals } },
      (request, reply) => give(reply, request.params.id, small, 0))
    app.get(`/media/:id/:page${end}`, { schema: { summary: small ? 'A page for a phone' : 'A page of a document', tags: ['media'], params: PageParams, response: refusals } },
      (request, reply) => give(reply, request.params.id, small, Number(request.params.page)))
  }
}

/** Tells whose upload a request is about. The check throws bad-token, or expired: then the relay gives another pass. */
function passCheck (keys: readonly Key[]): (request: FastifyRequest) => MediaPass {
  const verify = verifier('media', keys)
  return (request) => {
    const checked = verify(bearerOf(request))
    if (!checked.ok) throw lecternError(checked.why === 'expired' ? 'expired' : 'bad-token')
    return checked.claims
  }
}

/** The origin of the page that asks; null where a program does, or a page that has none. */
function pageOf ({ headers: { origin = '' } }: FastifyRequest): string | null {
  return /^https?:\/\/\S{1,255}$/.test(origin) ? origin : null
}

/** A document comes in pages, and nothing else does. */
function checkPages ({ kind, bytes, pages = [] }: MediaUpload): void {
  const sum = pages.reduce((before, size) => before + size, 0)
  if (kind === MediaKind.document ? sum !== bytes : pages.length > 0) throw lecternError('bad-field', { field: 'pages' })
}

/** An address as it is shown and opened: http or https, and without a name and password that would hide its host. */
function linkOf (text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '' || url.href.length > MEDIA_LIMITS.url) throw lecternError('bad-field', { field: 'url' })
  return url.href
}
