import type { MediaKind, Medium } from '../classroom/media.ts'
import type { Question, Role, Seat } from '../classroom/model.ts'
import type { ErrorCode } from './error-codes.ts'

/** Bodies of the HTTP interface, shared by the sidecar and the client. OpenAPI is generated from the routes' schemas. */

/** The seed's ten fields, as the host's page passes them in the query string. All optional there; `/nav` cleans them. */
export interface EntryFields {
  usrTpCd?: string
  userName?: string
  spaceName?: string
  classCode?: string
  tempUsrId?: string
  uuid?: string
  wid?: string
  stuNo?: string
  projectId?: string
  boardId?: string
}

/** How somebody comes in: with a launch token, or (open entry) with the plain fields; a teacher then adds the key. */
export interface EntryRequest extends EntryFields {
  token?: string
  teacherKey?: string
  /** The resume token of an earlier visit: open entry wants it from a participant it knows. */
  resume?: string
}

/** Reply of POST /api/classrooms/nav: the ten fields cleaned, and what their owner may do. */
export interface NavReply {
  user: Required<EntryFields>
  role: Role
  seat: Seat
  verified: boolean
  /** Whether a name must still be asked for. */
  needsName: boolean
  capabilities: string[]
}

/** Reply of POST /api/classrooms/getRealRoom and POST /socket/join. */
export interface RoomReply {
  /** Whole URL of the WebSocket. */
  socketUrl: string
  ticket: string
  /** Seconds the ticket is good for. */
  ticketSeconds: number
  classCode: string
  title: string
  role: Role
  seat: Seat
  /** Who the participant is (uuid, else tempUsrId). */
  participant: string
  name: string
  /** Where students come in: shown as QR and address. Host's page under signed entry. */
  joinUrl: string
  /** Teachers only: bearer token (12 h) for quizzes, media and results. */
  bearer?: string
}

/** Reply of POST /api/pairings: a code that is good once, for so many seconds, and the address that holds it for a QR. */
export interface PairingReply {
  code: string
  seconds: number
  url: string
}

export interface ApiError {
  error: ErrorCode
  message: string
  /** The field that was wrong, for `bad-field`. */
  field?: string
}

/** Reply of POST /api/rehearsals: the seats of a class to try out. */
export interface RehearsalReply {
  console: RoomReply
  wall: RoomReply
  /** A student's seat for the teacher to look at. */
  phone: RoomReply
  /** Seats of simulated students. */
  students: RoomReply[]
}

export interface QuizSummary {
  id: string
  title: string
  questions: number
  updatedAt: number
}

export interface QuizBody {
  title: string
  questions: Question[]
}

export interface Quiz extends QuizBody {
  id: string
  updatedAt: number
}

/** One line of an import report. `left-out`: the question is not in the quiz; `bent`: it is, changed as `reason` says. */
export interface ImportNote {
  what: 'left-out' | 'bent'
  fromLine: number
  toLine: number
  /** A code the client has words for. */
  reason: ImportReason
  /** What the parser or the rule said more exactly; may be ''. */
  detail: string
  /** The beginning of the source, at most 120 characters. */
  source: string
  /** Where in the quiz the question stands, or would have stood (from 0). */
  at: number
  /** Which file of a package the lines are counted in. */
  file?: string
  /** Questions that can be asked in place of one that was left out: for a teacher's click. */
  instead?: Question[]
}

export const IMPORT_REASONS = [
  'syntax', 'matching', 'essay', 'description', 'partial-credit', 'no-right-answer', 'too-long', 'too-few-choices',
  'too-many-choices', 'bad-number', 'html-removed', 'duplicate-choice', 'empty', 'too-many-questions', 'unknown-type', 'numeric-alternatives',
  'ordering', 'picture-removed', 'wildcard'
] as const
export type ImportReason = (typeof IMPORT_REASONS)[number]

/** What a quiz file can be read as: `xml` is Moodle XML or a QTI 2.1 item, `zip` a QTI 2.1 package. */
export const IMPORT_FORMATS = ['gift', 'csv', 'xml', 'zip'] as const
export type ImportFormat = (typeof IMPORT_FORMATS)[number]

/** What a quiz can be written as. `qti` is a package of QTI 2.1. */
export const EXPORT_FORMATS = ['gift', 'moodle', 'qti'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

/** Reply of POST /api/quizzes/import?format=…&name=…: what was read, not stored yet unless `id` is there. */
export interface ImportReply {
  id: string
  title: string
  questions: Question[]
  /** Questions the file holds, usable or not. */
  found: number
  notes: ImportNote[]
}

/** Body of POST /api/media: a file that is to come. All but `sha256` is checked again by the server. */
export interface MediaUpload {
  kind: Exclude<MediaKind, typeof MediaKind.link>
  bytes: number
  /** Of the whole file, in base64. */
  sha256: string
  name: string
  alt: string
  /** Of a document: the bytes of each page, a picture each, as they stand one after another in the file. */
  pages?: number[]
}

/** Its reply: where to PUT the bytes, with which headers; afterwards POST /api/media/:id/finish. */
export interface MediaPlace {
  id: string
  url: string
  headers: Record<string, string>
}

/** Reply of finish and of POST /api/media/links: what was found, and the word for it that `sendMedia` carries. */
export interface MediaReceipt {
  receipt: string
  medium: Medium
}
