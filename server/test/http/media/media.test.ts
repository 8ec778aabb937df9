import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import sharp from 'sharp'
import t from 'tap'
import type { Test } from 'tap'
import type { FastifyInstance } from 'fastify'
import { verifier } from '../../../tokens.ts'
import { LATE_MS, UNSHARED_MS } from '../../../http/media/removal.ts'
import type { MediaPlace } from '../../../wire/api.ts'
import { OPTIONS, TICKET_KEYS, sidecar } from '../sidecar.ts'
import { HTML, PDF, SVG, bomb, photo, wav } from './files.ts'
import { s3Server } from './s3-server.ts'
import { temporaryFolder } from './temporary.ts'
import { Uploader, sha256 } from './uploader.ts'

const HOUR = 3_600_000

interface Under {
  app: FastifyInstance
  folder: string
  /** Files that the store holds. */
  objects: () => string[]
  /** Makes the store unable to remove this file; what is returned ends that. */
  jam: (id: string) => () => void
  teacher: Uploader
  student: Uploader
}

async function listening (t: Test, store: 'folder' | 's3'): Promise<Under> {
  const folder = temporaryFolder(t)
  const bucket = store === 's3' ? await s3Server(t, 'https://quiz.example.org') : null
  const app = await sidecar(t, { media: { ...OPTIONS.media, folder, keepMs: 7 * HOUR, s3: bucket?.s3 ?? null } })
  await app.listen({ host: '127.0.0.1', port: 0 })
  const kept = bucket === null ? join(folder, 'kept') : join(bucket.folder, 'shared')
  const objects = (): string[] => !existsSync(kept) ? [] : readdirSync(kept, { recursive: true, withFileTypes: true }).filter((each) => each.isFile() && /(^|\/)(incoming|large|small)(-\d+)?(\._S3rver_object)?$/.test(each.name)).map(({ name }) => name)
  const jam = (id: string): (() => void) => {
    if (bucket !== null) {
      bucket.keeps = true
      return () => { bucket.keeps = false }
    }
    const place = join(kept, 'OS-101', id, 'large')
    renameSync(place, join(folder, 'aside'))
    mkdirSync(place)
    return () => {
      rmdirSync(place)
      renameSync(join(folder, 'aside'), place)
    }
  }
  return { app, folder, objects, jam, teacher: new Uploader(app), student: new Uploader(app, { sub: 'u-7', role: 0 }) }
}

const receiptOf = verifier('receipt', TICKET_KEYS)

for (const store of ['folder', 's3'] as const) {
  t.test(store, async (t) => {
    const { app, folder, objects, jam, teacher, student } = await listening(t, store)
    const shown = async (id: string, variant = ''): Promise<Response> => await fetch(`${teacher.base}/media/${id}${variant}`)
    /** Whatever became of an upload, nothing of it is left but what was kept. */
    const left = async (): Promise<number> => Number((await app.db.selectFrom('media').select(({ fn }) => fn.countAll().as('n')).where('stored', '!=', 2).executeTakeFirstOrThrow()).n)

    t.test('H20 X36 a picture is drawn anew, upright, without what was hidden in it, with a small one beside', async (t) => {
      const picture = await photo(2400, 1600)
      const { status, body } = await teacher.upload(picture, { name: 'C:\\Users\\이선생\\..\\사진.jpg', alt: '  파란\n사각형 ' })
      t.equal(status, 200)
      t.match(body.medium, { id: /^[\w-]{22}$/, kind: 0, type: 'image/webp', width: 1280, height: 1920, alt: '파란 사각형', name: '사진.jpg', url: '', pages: 0 })
      t.match(receiptOf(body.receipt), { ok: true, claims: { cls: 'OS-101', les: 'lesson', sub: 't-1', med: body.medium } })
      for (const [variant, side] of [['', 1920], ['/small', 640]] as const) {
        const reply = await shown(body.medium.id, variant)
        const bytes = Buffer.from(await reply.arrayBuffer())
        t.equal(reply.headers.get('content-type'), 'image/webp')
        t.match(await sharp(bytes).metadata(), { format: 'webp', height: side, exif: undefined })
        t.notOk(bytes.includes('MARK-owner'))
      }
      t.equal(existsSync(join(folder, 'work', body.medium.id)), false)
    })

    t.test('H20 sound is kept as it is, in parts for a player that asks for parts', async (t) => {
      const { body } = await student.upload(wav(), { kind: 1, name: 'a.wav' })
      t.match(body.medium, { kind: 1, type: 'audio/wav', bytes: 8044, width: 0 })
      const reply = await fetch(`${teacher.base}/media/${String(body.medium.id)}`, { headers: { range: 'bytes=0-3' } })
      t.equal(reply.status, 206)
      t.equal(await reply.text(), 'RIFF')
      t.equal((await shown(body.medium.id, '/small')).status, 404)
    })

    t.test('H21 where bytes are shown', async (t) => {
      const { body } = await teacher.upload(await photo())
      const reply = await fetch(`${teacher.base}/media/${String(body.medium.id)}`, { redirect: 'manual' })
      if (store === 's3') {
        t.equal(reply.status, 302)
        const [, seconds] = /^private, max-age=(\d+)$/.exec(reply.headers.get('cache-control') ?? '') ?? []
        t.ok(Number(seconds) >= 200 && Number(seconds) <= 270)
        const place = new URL(reply.headers.get('location') ?? '')
        t.equal(place.searchParams.get('X-Amz-Expires'), '300')
        place.searchParams.set('X-Amz-Expires', '3000')
        t.equal((await fetch(place)).status, 403, 'a changed address is none')
        const page = await fetch(teacher.base)
        t.match(page.headers.get('content-security-policy'), new RegExp(`img-src 'self' data: blob: ${place.origin};.*connect-src 'self' ${place.origin} `))
      } else {
        t.equal(reply.status, 200)
        t.match(reply.headers.get('cache-control'), /^private, max-age=\d+, immutable$/)
        t.equal(reply.headers.get('content-security-policy'), "default-src 'none'; sandbox")
        t.equal(reply.headers.get('x-content-type-options'), 'nosniff')
      }
    })

    t.test('H22 an upload that is finished twice gives the same; removed, erased or expired, it is gone', async (t) => {
      const before = await left()
      const first = await student.upload(await photo())
      const { id } = first.body.medium
      t.same((await student.call('POST', `/api/media/${id}/finish`)).body.medium, first.body.medium)
      t.equal((await new Uploader(app, { sub: 'u-8', role: 0 }).call('DELETE', `/api/media/${id}`)).status, 404)
      t.equal((await new Uploader(app, { cls: 'OS-102' }).call('DELETE', `/api/media/${id}`)).status, 404)
      t.equal((await teacher.call('DELETE', `/api/media/${id}`)).status, 204)
      t.equal((await shown(id)).status, 404)
      const other = new Uploader(app, { sub: 'u-9', role: 0 })
      const ids = [(await other.upload(await photo())).body.medium.id, (await other.begin(PDF)).body.id]
      t.equal(await app.media.erase('OS-101', 'u-9'), 2)
      for (const erased of ids) t.equal((await shown(erased)).status, 404)
      t.equal(await left(), before)

      const kept = (await teacher.upload(await photo())).body.medium.id
      await other.begin(PDF)
      await app.media.sweep(Date.now() + 16 * 60_000)
      t.equal((await shown(kept)).status, 200, 'only what nobody finished is swept')
      await app.media.sweep(Date.now() + 8 * HOUR)
      t.equal(await left(), 0)
      if (store === 'folder') t.same(readdirSync(join(folder, 'kept', 'OS-101')), [])
    })

    t.test('H22 what the store could not remove at once is seen by nobody, and swept later', async (t) => {
      const { id } = (await teacher.upload(await photo())).body.medium
      const unjam = jam(id)
      t.equal((await teacher.call('DELETE', `/api/media/${id}`)).status, 204)
      t.equal((await shown(id)).status, 404)
      t.equal((await teacher.call('DELETE', `/api/media/${id}`)).status, 404)
      t.match(await app.db.selectFrom('media').selectAll().where('id', '=', id).executeTakeFirst(), { participant: '', name: '', alt: '' })
      await t.rejects(app.media.sweep(Date.now()))
      t.ok(objects().length > 0)
      unjam()
      await app.media.sweep(Date.now())
      t.same(objects(), [])
      await app.media.sweep(Date.now() + LATE_MS)
      t.notOk(await app.db.selectFrom('media').select('id').where('id', '=', id).executeTakeFirst(), 'and its row goes last')
    })

    t.test('H22 a file that stands in no lesson is swept once the archive has read all that could share it', async (t) => {
      const keep = async (): Promise<string> => String((await teacher.upload(await photo())).body.medium.id)
      const [shared, unshared] = [await keep(), await keep()]
      const lesson = { id: 'lesson', class_code: 'OS-101', title: '', teacher: '', synthetic: 0 as const, opened_at: 1, ended_at: 0, events: 1 }
      const now = Date.now()
      const later = now + UNSHARED_MS + 60_000
      const knowing = async (known: object): Promise<number[]> => {
        await app.db.updateTable('lessons').set(known).execute()
        await app.media.sweep(later)
        return [(await shown(shared)).status, (await shown(unshared)).status]
      }
      await app.media.sweep(later)
      t.equal((await shown(unshared)).status, 200, 'nothing archives')
      await app.db.insertInto('lessons').values(lesson).execute()
      await app.db.insertInto('shared_media').values({ lesson: 'lesson', id: shared, who: 0, kind: 0, name: '', alt: '', url: '', at: 1, standing: 1 }).execute()
      t.same(await knowing({ media_known_at: now }), [200, 200], 'the archive is behind')
      t.same(await knowing({ ended_at: now + 2 }), [200, 200], 'and has not read the end')
      await app.media.sweep(now)
      t.same(await knowing({ media_known_at: now + 2 }), [200, 404])
      await app.db.deleteFrom('shared_media').execute()
      t.same(await knowing({ ended_at: 0, media_known_at: later }), [404, 404], 'what was taken off the screens, and whose removal never arrived')
      t.notOk(objects().length, 'nothing is left')
      await app.db.deleteFrom('lessons').execute()
    })

    t.test('H22 bytes that come after their upload was removed are not kept', async (t) => {
      const picture = await photo()
      const { body } = await teacher.begin(picture)
      t.equal((await teacher.call('DELETE', `/api/media/${String(body.id)}`)).status, 204)
      const { status } = await teacher.put(body as MediaPlace, picture)
      t.equal(status, store === 's3' ? 200 : 404)
      t.match(await teacher.call('POST', `/api/media/${String(body.id)}/finish`), { status: 404 })
      await app.media.sweep(Date.now() + LATE_MS)
      t.same(objects(), [])
      t.notOk(await app.db.selectFrom('media').select('id').where('id', '=', body.id).executeTakeFirst())
    })

    t.test('X30 what is no picture, sound or film is refused, whatever its sender calls it, and nothing of it stays', async (t) => {
      const before = await left()
      for (const [file, more] of [[SVG, { name: 'x.png' }], [HTML, { name: 'x.jpg' }], [PDF, {}], [Buffer.from('GIF89a<script>alert(1)</script>'), {}], [Buffer.from('x'), { kind: 2 }]] as const) {
        t.match(await teacher.upload(file, more), { status: 415, body: { error: 'bad-media', message: /공유할 수 없는 파일/ } })
      }
      t.equal(await left(), before)
    })

    t.test('H20 H21 a document is its pages, each a picture drawn anew, and nothing else', async (t) => {
      const before = await left()
      const pages = [await photo(400, 300), await photo(300, 500)]
      const sizes = pages.map(({ length }) => length)
      const { status, body } = await teacher.upload(Buffer.concat(pages), { kind: 4, name: '7주차.pdf', pages: sizes })
      t.equal(status, 200)
      t.match(body.medium, { kind: 4, type: 'image/webp', width: 300, height: 400, name: '7주차.pdf', pages: 2 })
      const { id } = body.medium
      for (const [page, height] of [[1, 400], [2, 300]] as const) {
        for (const variant of [`/${page}`, `/${page}/small`]) {
          const bytes = Buffer.from(await (await shown(id, variant)).arrayBuffer())
          t.match(await sharp(bytes).metadata(), { format: 'webp', height, exif: undefined })
        }
      }
      for (const variant of ['', '/small', '/3', '/0', '/101', '/1/incoming', '/..%2f1']) t.ok([400, 404].includes((await shown(id, variant)).status), variant)
      const single = (await teacher.upload(await photo())).body.medium.id
      t.equal((await shown(single, '/1')).status, 404, 'a picture has no pages')

      for (const more of [{ kind: 4 }, { kind: 4, pages: [1] }, { kind: 0, pages: sizes }, { kind: 4, pages: Array.from({ length: 101 }, () => 1) }]) {
        t.match(await teacher.begin(Buffer.concat(pages), more), { status: 400, body: { error: 'bad-field' } })
      }
      t.match(await teacher.upload(Buffer.concat([pages[0]!, PDF]), { kind: 4, pages: [sizes[0], PDF.length] }), { status: 415, body: { error: 'bad-media' } })
      t.match(await teacher.upload(Buffer.concat([pages[0]!, wav()]), { kind: 4, pages: [sizes[0], wav().length] }), { status: 415, body: { error: 'bad-media' } })
      for (const kept of [id, single]) await teacher.call('DELETE', `/api/media/${kept}`)
      t.equal((await shown(id, '/2')).status, 404)
      t.equal(await left(), before, 'and nothing of any of them stays')
    })

    t.test('X31 a picture that unfolds to hundreds of megapixels is refused by its head', async (t) => {
      t.match(await teacher.upload(bomb(20_000)), { status: 413, body: { error: 'too-large' } })
    })

    t.test('X32 more bytes than announced are cut where they begin', async (t) => {
      t.match(await teacher.begin(HTML, { bytes: 2 ** 31 }), { status: 413, body: { error: 'too-large', message: /너무 커요/ } })
      t.match(await teacher.begin(HTML, { kind: 2, bytes: 3_000_001 }), { status: 413 })
      const { body } = await teacher.begin(HTML, { kind: 2, bytes: 100_000 })
      let sent = 0
      const endless = new ReadableStream({
        pull (controller) {
          sent += 65_536
          controller.enqueue(Buffer.alloc(65_536))
          // 2 GB, if anybody took them
          if (sent >= 2 ** 31) controller.close()
        }
      })
      const cut = await teacher.put(body as MediaPlace, endless).catch(() => ({ status: 0 }))
      t.ok([0, 403, 411, 413, 501].includes(cut.status), `answered ${cut.status}`)
      t.ok(sent < 64 * 1024 * 1024, `${sent} bytes were taken`)
      t.match(await teacher.call('POST', `/api/media/${String(body.id)}/finish`), { status: 422, body: { error: 'changed-media' } })
    })

    t.test('X33 a file that is not what was announced is refused', async (t) => {
      const picture = await photo()
      const { body } = await teacher.begin(picture, { sha256: sha256(HTML) })
      await teacher.put(body as MediaPlace, picture)
      t.match(await teacher.call('POST', `/api/media/${String(body.id)}/finish`), { status: 422, body: { error: 'changed-media', message: /온전히/ } })
      t.equal((await teacher.call('POST', `/api/media/${String(body.id)}/finish`)).status, 404, 'and nothing of it stays')
      const short = await teacher.begin(picture)
      const put = await teacher.put(short.body as MediaPlace, picture.subarray(1))
      t.ok(store === 'folder' ? put.status === 204 : put.status === 403, 'the store takes no other length than the one signed')
      t.match(await teacher.call('POST', `/api/media/${String(short.body.id)}/finish`), { status: 422 })
    })

    t.test("X34 nobody touches another's upload", async (t) => {
      const { body } = await teacher.begin(PDF)
      for (const other of [student, new Uploader(app, { les: 'other' }), new Uploader(app, { cls: 'OS-102' })]) {
        t.equal((await other.call('POST', `/api/media/${String(body.id)}/finish`)).status, 404)
      }
      t.match(await new Uploader(app, {}, -10).begin(PDF), { status: 401, body: { error: 'expired' } })
    })
  })
}

t.test('H20 a link is an address of the web, and is never fetched', async (t) => {
  const { teacher } = await listening(t, 'folder')
  const { status, body } = await teacher.call('POST', '/api/media/links', { url: ' https://예시.한국/a?b=1 ', alt: '' })
  t.equal(status, 200)
  t.match(body.medium, { kind: 3, url: 'https://xn--vv4b11d.xn--3e0b707e/a?b=1', bytes: 0 })
  for (const url of ['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'https://bank.example@evil.example/', 'x', `https://a.example/${'가'.repeat(300)}`]) {
    t.match(await teacher.call('POST', '/api/media/links', { url, alt: '' }), { status: 400, body: { error: 'bad-field', field: 'url' } }, url)
  }
})

t.test('X34 everything that changes something wants a media pass, and no more than 20 files of a student', async (t) => {
  const { app, teacher } = await listening(t, 'folder')
  for (const [method, url] of [['POST', '/api/media'], ['POST', '/api/media/links'], ['POST', `/api/media/${'a'.repeat(22)}/finish`], ['PUT', `/api/media/${'a'.repeat(22)}/bytes`], ['DELETE', `/api/media/${'a'.repeat(22)}`]] as const) {
    const reply = await fetch(teacher.base + url, { method, headers: { authorization: 'Bearer x', 'content-type': 'application/json' }, ...(method === 'DELETE' || url.endsWith('finish') ? {} : { body: '{"kind":0,"bytes":1,"sha256":"' + 'a'.repeat(43) + '=","name":"","alt":"","url":"https://a.example/"}' }) })
    t.ok([400, 401].includes(reply.status), `${method} ${url}: ${reply.status}`)
  }
  for (const path of ['..%2f..%2fetc%2fpasswd', 'a', 'a'.repeat(23), `${'a'.repeat(22)}/incoming`]) t.ok([400, 404].includes((await fetch(`${teacher.base}/media/${path}`)).status), path)
  const eager = new Uploader(app, { sub: 'eager', role: 0 })
  for (let n = 0; n < 20; n++) t.equal((await eager.begin(PDF)).status, 201)
  t.match(await eager.begin(PDF), { status: 409, body: { error: 'media-full' } })
})

t.test('H20 pages whose browsers the store would refuse are told so before the first byte, and the log is told how', async (t) => {
  const [open, closed] = [await s3Server(t, 'https://quiz.example.org'), await s3Server(t)]
  const told: string[] = []
  const logger = pino({ level: 'error' }, {
    write (line) {
      const { msg, origin } = JSON.parse(line) as { msg: string, origin: string }
      told.push(`${msg} ${origin}`)
    }
  })
  for (const [{ s3 }, origin, answer] of [
    [open, 'https://quiz.example.org', { status: 201 }],
    [open, 'https://other.example.org', { status: 503, body: { error: 'store-closed', message: /저장소가 이 페이지에서/ } }],
    [closed, 'https://quiz.example.org', { status: 503, body: { error: 'store-closed' } }]
  ] as const) {
    const app = await sidecar(t, { logger, publicUrl: origin, media: { ...OPTIONS.media, folder: temporaryFolder(t), s3 } })
    await app.listen({ host: '127.0.0.1', port: 0 })
    t.match(await new Uploader(app, {}, 60, origin).begin(PDF), answer)
  }
  t.same(told, ['other', 'other', 'quiz', 'quiz'].map((host) => `media-store-closed https://${host}.example.org`), 'at the start, and at the upload')
})

t.test('H22 a store that does not answer keeps the upload for another try', async (t) => {
  const app = await sidecar(t, { media: { ...OPTIONS.media, folder: temporaryFolder(t), s3: { bucket: 'shared', endpoint: 'http://127.0.0.1:9', region: 'r', accessKeyId: 'k', secretAccessKey: 's' } } })
  await app.listen({ host: '127.0.0.1', port: 0 })
  const teacher = new Uploader(app)
  const { body } = await teacher.begin(PDF)
  t.match(await teacher.call('POST', `/api/media/${String(body.id)}/finish`), { status: 503, body: { error: 'unavailable' } })
  t.match(await teacher.call('POST', `/api/media/${String(body.id)}/finish`), { status: 503 })
})
