import { Type } from 'typebox'
import { LIMITS } from '../classroom/limits.ts'
import { lecternError } from '../errors.ts'
import { TOKEN_MAX } from '../tokens.ts'
import type { EntryFields } from '../wire/api.ts'
import { isClassCode } from '../wire/topics.ts'

/** The seed's ten fields, cleaned: all there, '' where nothing was said. */
export type CleanFields = Required<EntryFields>

/** Bytes of an id as it travels: a host's ids are in the ticket, which has 1 KiB. */
const ID_BYTES = 64

/** How many bytes `text` takes in a token, where a quote and a backslash are two. */
export function claimBytes (text: string): number {
  return Buffer.byteLength(JSON.stringify(text)) - 2
}

/** What a raw field may have before blanks are taken out of it. */
const raw = (maxLength: number) => Type.Optional(Type.String({ maxLength }))

export const ENTRY_FIELDS = {
  usrTpCd: raw(16),
  userName: raw(200),
  spaceName: raw(400),
  classCode: raw(200),
  tempUsrId: raw(200),
  uuid: raw(200),
  wid: raw(200),
  stuNo: raw(200),
  projectId: raw(200),
  boardId: raw(200)
}

/** Body of /nav and /getRealRoom. */
export const EntryBody = Type.Object({
  ...ENTRY_FIELDS,
  token: Type.Optional(Type.String({ maxLength: TOKEN_MAX })),
  teacherKey: Type.Optional(Type.String({ maxLength: 256 })),
  resume: Type.Optional(Type.String({ maxLength: TOKEN_MAX }))
}, { additionalProperties: false })

/** Control characters, lone surrogates, and the marks that turn the direction of writing: nothing a name needs. */
const FORBIDDEN = /[\p{Cc}\p{Cs}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u
/** Everything that shows as nothing, the Hangul fillers included. */
const BLANKS = /[\s\u00AD\u115F\u1160\u200B\u2060\u3164\uFEFF\uFFA0]+/gu

/**
 * Cleans the ten fields as they came in a body or in the claims of a launch token: blanks are trimmed
 * and collapsed; ids, numbers and codes are folded with NFKC, so that full-width digits and letters are
 * the plain ones; an id of "undefined" or "null" is none (the seed's pages send that); `uuid` falls back
 * to `tempUsrId`; a missing `usrTpCd` is ST.
 * @throws bad-field naming the first field that is wrong
 */
export function cleanFields (fields: Readonly<Record<string, unknown>>): CleanFields {
  const tempUsrId = id(fields, 'tempUsrId')
  return {
    usrTpCd: roleCode(fields),
    userName: words(fields, 'userName', LIMITS.name),
    spaceName: words(fields, 'spaceName', LIMITS.title),
    classCode: classCode(fields),
    tempUsrId,
    uuid: id(fields, 'uuid') || tempUsrId,
    wid: id(fields, 'wid'),
    stuNo: id(fields, 'stuNo'),
    projectId: id(fields, 'projectId'),
    boardId: id(fields, 'boardId')
  }
}

function words (fields: Readonly<Record<string, unknown>>, field: string, limit: number): string {
  const text = bare(fields, field).normalize('NFC')
  return [...text].length <= limit ? text : refuse(field)
}

function id (fields: Readonly<Record<string, unknown>>, field: string): string {
  const text = bare(fields, field).normalize('NFKC')
  if (text === 'undefined' || text === 'null') return ''
  return claimBytes(text) <= ID_BYTES ? text : refuse(field)
}

function roleCode (fields: Readonly<Record<string, unknown>>): string {
  const text = bare(fields, 'usrTpCd').normalize('NFKC').toUpperCase()
  return text === 'TE' || text === 'ST' ? text : text === '' ? 'ST' : refuse('usrTpCd')
}

function classCode (fields: Readonly<Record<string, unknown>>): string {
  const text = bare(fields, 'classCode').normalize('NFKC')
  return isClassCode(text) ? text : refuse('classCode')
}

function bare (fields: Readonly<Record<string, unknown>>, field: string): string {
  const value = fields[field] ?? ''
  if (typeof value !== 'string' || FORBIDDEN.test(value)) return refuse(field)
  return value.replace(BLANKS, ' ').trim()
}

function refuse (field: string): never {
  throw lecternError('bad-field', { field })
}

/**
 * A title that somebody wrote, cleaned as a name is; may be ''.
 * @throws bad-field
 */
export function cleanTitle (title: unknown): string {
  return words({ title }, 'title', LIMITS.title)
}
