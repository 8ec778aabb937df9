import type { ApiError, EntryFields, EntryRequest, NavReply, RoomReply } from '../../server/wire/api.ts'
import type { ErrorCode } from '../../server/wire/error-codes.ts'
import { ERROR_CODES } from '../../server/wire/error-codes.ts'
import { isClassCode } from '../../server/wire/topics.ts'

/** How somebody came to this page. */
export type Address =
  | { is: 'enter', entry: EntryRequest }
  | { is: 'class', classCode: string }
  | { is: 'teach', entry: EntryRequest | null }
  | { is: 'pair', seat: 'projector' | 'remote', code: string }
  | { is: 'home' }
  | { is: 'unknown' }

const FIELDS = [
  'usrTpCd', 'userName', 'spaceName', 'classCode', 'tempUsrId', 'uuid', 'wid', 'stuNo', 'projectId', 'boardId'
] as const satisfies ReadonlyArray<keyof EntryFields>

/** Reads the address of the popup, of a running class, of a teacher's link, or of the front page. */
export function readAddress (url: URL): Address {
  const [, first = '', second = ''] = url.pathname.split('/')
  switch (first) {
    case '': return { is: 'home' }
    case 'enter': return { is: 'enter', entry: entryOf(url.searchParams) }
    case 'class': return second === '' ? { is: 'home' } : classOf(second)
    case 'teach': return { is: 'teach', entry: teacherOf(new URLSearchParams(url.hash.slice(1))) }
    case 'present': return { is: 'pair', seat: 'projector', code: url.hash.slice(1) }
    case 'remote': return { is: 'pair', seat: 'remote', code: url.hash.slice(1) }
    default: return { is: 'unknown' }
  }
}

/** The path that may stay in the address bar: neither names nor keys. */
export function cleanPath (address: Address): string {
  switch (address.is) {
    case 'enter': return classPath(address.entry.classCode ?? '')
    case 'class': return classPath(address.classCode)
    case 'teach': return '/teach'
    case 'pair': return pairPath(address.seat)
    case 'home':
    case 'unknown': return '/'
  }
}

/** Where a projector's or a remote's reload finds it again. */
export function pairPath (seat: 'projector' | 'remote'): string {
  return seat === 'projector' ? '/present' : '/remote'
}

/** Where a student's reload finds his class again. */
export function classPath (classCode: string): string {
  return classCode === '' ? '/class' : `/class/${encodeURIComponent(classCode)}`
}

function classOf (classCode: string): Address {
  return isClassCode(classCode) ? { is: 'class', classCode } : { is: 'unknown' }
}

function entryOf (query: URLSearchParams): EntryRequest {
  const entry: EntryRequest = {}
  for (const field of FIELDS) {
    const value = query.get(field)
    if (value !== null) entry[field] = value
  }
  const token = query.get('t')
  if (token !== null) entry.token = token
  return entry
}

function teacherOf (fragment: URLSearchParams): EntryRequest | null {
  const classCode = fragment.get('class')
  const teacherKey = fragment.get('key')
  if (classCode === null || teacherKey === null) return null
  return { usrTpCd: 'TE', classCode, teacherKey, userName: fragment.get('name') ?? '' }
}

/** The server did not let somebody in, or did not answer (`unavailable`). */
export class EntryError extends Error {
  readonly code: ErrorCode
  /** In the language asked for; '' when the server did not answer. */
  readonly text: string
  /** The field that was wrong, or ''. */
  readonly field: string

  constructor (code: ErrorCode, text = '', field = '') {
    super(`not let in: ${code}`)
    this.code = code
    this.text = text
    this.field = field
  }
}

/** Has the server check and clean the fields. Rejects with EntryError. */
export function checkEntry (entry: EntryRequest, language: string): Promise<NavReply> {
  return post<NavReply>('/api/classrooms/nav', entry, language)
}

/** Asks for a place in the room. Rejects with EntryError. */
export function openRoom (entry: EntryRequest, language: string): Promise<RoomReply> {
  return post<RoomReply>('/api/classrooms/getRealRoom', entry, language)
}

/** Posts a body as JSON; errors come in `language`. Rejects with EntryError. */
export async function post<Reply> (path: string, body: object, language: string): Promise<Reply> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'accept-language': language },
    body: JSON.stringify(body)
  }).catch(() => { throw new EntryError('unavailable') })
  const reply = await response.json().catch(() => null) as Reply | ApiError | null
  if (response.ok && reply !== null) return reply as Reply
  throw refusal(reply as ApiError | null)
}

// A proxy before the server may answer in its own way.
function refusal (reply: Partial<ApiError> | null): EntryError {
  const code = ERROR_CODES.find(each => each === reply?.error) ?? 'unavailable'
  return new EntryError(code, reply?.message ?? '', reply?.field ?? '')
}
