import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import type { ApiError, EntryRequest, NavReply, RoomReply } from '../../../server/wire/api.ts'
import { markScreens } from './marked-screens.ts'

const CLIENT = fileURLToPath(new URL('../../', import.meta.url))
const TYPES: Record<string, string> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' }
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self'; connect-src 'self' ws:; base-uri 'none'; form-action 'none'"

/** A client built from the sources, served with a strict policy, beside a door that lets everybody into one class. */
export interface StaticClient {
  origin: string
  /** Bodies of the requests for a room. */
  asked: EntryRequest[]
  close (): Promise<void>
}

/** Builds the client into a folder of its own and serves it. */
export async function serveClient (): Promise<StaticClient> {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-client-'))
  await build({ root: CLIENT, mode: 'test', logLevel: 'error', plugins: [markScreens], build: { outDir: folder, emptyOutDir: true } })
  const asked: EntryRequest[] = []
  const server = createServer((request, response) => {
    const answered = request.method === 'POST' ? door(request, response, asked) : file(folder, request.url ?? '/', response)
    answered.catch((error: unknown) => { response.writeHead(500).end(String(error)) })
  })
  await new Promise<void>(resolve => { server.listen(0, '127.0.0.1', resolve) })
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    asked,
    close: async () => {
      server.closeAllConnections()
      await new Promise(resolve => { server.close(resolve) })
      await rm(folder, { recursive: true })
    }
  }
}

async function file (folder: string, url: string, response: ServerResponse): Promise<void> {
  const path = new URL(url, 'http://client').pathname
  const name = extname(path) === '' ? '/index.html' : path
  response.setHeader('content-security-policy', POLICY)
  response.setHeader('content-type', TYPES[extname(name)] ?? 'application/octet-stream')
  response.end(await readFile(join(folder, name)))
}

async function door (request: IncomingMessage, response: ServerResponse, asked: EntryRequest[]): Promise<void> {
  let body = ''
  for await (const chunk of request.setEncoding('utf8')) body += chunk
  const entry = JSON.parse(body) as EntryRequest
  const refusal = refuse(entry)
  if (refusal === null && request.url?.endsWith('getRealRoom') === true) asked.push(entry)
  response.setHeader('content-type', 'application/json')
  response.statusCode = refusal === null ? 200 : 404
  response.end(JSON.stringify(refusal ?? (request.url?.endsWith('nav') === true ? nav(entry) : room(entry))))
}

function refuse (entry: EntryRequest): ApiError | null {
  if (entry.classCode === 'NOPE') return { error: 'wrong-link', message: '' }
  return entry.token === 'expired' ? { error: 'expired', message: '' } : null
}

function nav (entry: EntryRequest): NavReply {
  const user = {
    usrTpCd: 'ST', userName: '', spaceName: '', classCode: 'OS2', tempUsrId: '', uuid: '', wid: '', stuNo: '', projectId: '', boardId: '', ...entry
  }
  return { user, role: 0, seat: 0, verified: false, needsName: user.userName === '', capabilities: ['answer'] }
}

function room (entry: EntryRequest): RoomReply {
  return {
    socketUrl: 'ws://relay.test/ws/0/OS2',
    ticket: 'ticket',
    ticketSeconds: 120,
    classCode: 'OS2',
    title: '운영체제 2분반',
    role: 0,
    seat: 0,
    participant: 'p1',
    name: entry.userName ?? '',
    joinUrl: 'http://course.test/'
  }
}
