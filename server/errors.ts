import { CloseCode } from './wire/close-codes.ts'
import type { ErrorCode } from './wire/error-codes.ts'

/** What one error code means, to a machine and to a person. */
export interface ErrorEntry {
  /** HTTP status, where it answers a request. */
  status: number
  /** How a socket ends when the error ends it; null where the error answers one command and the socket stays. */
  close: CloseCode | null
  /** Whether the same request may succeed later, unchanged. */
  retry: boolean
  ko: string
  en: string
}

/** Every error that leaves the server. PROTOCOL.md lists the same set; a retired code is never used again. */
export const CATALOGUE: Readonly<Record<ErrorCode, Readonly<ErrorEntry>>> = {
  malformed: { status: 400, close: CloseCode.malformed, retry: false, ko: '보낸 내용을 읽을 수 없어요.', en: 'What was sent could not be read.' },
  'unknown-kind': { status: 400, close: CloseCode.malformed, retry: false, ko: '서버가 모르는 요청이에요.', en: 'The server does not know this kind of message.' },
  'too-large': { status: 413, close: null, retry: false, ko: '보낸 내용이 너무 커요.', en: 'What was sent is too large.' },
  'not-joined': { status: 409, close: null, retry: false, ko: '아직 수업에 들어오지 않았어요.', en: 'You have not joined the lesson yet.' },
  forbidden: { status: 403, close: null, retry: false, ko: '이 작업을 할 권한이 없어요.', en: 'You are not allowed to do this.' },
  'bad-answer': { status: 400, close: null, retry: false, ko: '이 문제에 맞지 않는 답이에요.', en: 'This answer does not fit the question.' },
  'bad-question': { status: 400, close: null, retry: false, ko: '문제의 내용이 올바르지 않아요.', en: 'The question is not complete or not valid.' },
  nobody: { status: 409, close: null, retry: false, ko: '지금 뽑을 수 있는 학생이 없어요.', en: 'There is nobody to draw from just now.' },
  'all-excused': { status: 409, close: null, retry: false, ko: '지금 뽑을 수 있는 학생이 모두 뽑기에서 빠져 있어요.', en: 'Everybody who could be drawn is excused from draws.' },
  'bad-nickname': { status: 400, close: null, retry: false, ko: '쓸 수 없는 별명이에요. 다른 학생의 별명과 비슷하거나, 글자·숫자가 아닌 것이 들어 있어요.', en: 'This nickname cannot be used: it looks like that of another, or holds more than letters and digits.' },
  'slow-down': { status: 429, close: CloseCode.overload, retry: true, ko: '너무 빨라요. 잠시 후 다시 해 주세요.', en: 'Too fast. Please try again in a moment.' },
  'not-stored': { status: 503, close: null, retry: true, ko: '아직 저장되지 않았어요. 계속 시도하고 있어요.', en: 'Not stored yet. We keep trying.' },
  'wrong-link': { status: 403, close: CloseCode.wrongLink, retry: false, ko: '이 링크로는 들어올 수 없어요.', en: 'This link does not lead to a class.' },
  expired: { status: 401, close: CloseCode.expired, retry: false, ko: '링크의 유효 시간이 지났어요. 다시 들어와 주세요.', en: 'The link has expired. Please come in again.' },
  'bad-field': { status: 400, close: null, retry: false, ko: '입력한 값이 올바르지 않아요.', en: 'A field has a value that is not allowed.' },
  'bad-body': { status: 400, close: null, retry: false, ko: '요청의 형식이 올바르지 않아요.', en: 'The request could not be read.' },
  'bad-token': { status: 401, close: CloseCode.wrongLink, retry: false, ko: '입장 정보를 확인할 수 없어요.', en: 'The token is not valid.' },
  'not-found': { status: 404, close: null, retry: false, ko: '찾을 수 없어요.', en: 'There is nothing at this address.' },
  'bad-quiz': { status: 400, close: null, retry: false, ko: '퀴즈의 내용이 올바르지 않아요.', en: 'The quiz is not valid.' },
  'bad-file': { status: 400, close: null, retry: false, ko: '파일에서 읽을 수 있는 문제가 없어요.', en: 'No question could be read from the file.' },
  'unsafe-xml': { status: 400, close: null, retry: false, ko: '문서 형식 선언이 있는 파일은 읽지 않아요. 그 줄을 지우고 다시 올려 주세요.', en: 'XML with a document type (DOCTYPE) is not read. Delete that line and try again.' },
  'unsafe-zip': { status: 400, close: null, retry: false, ko: '이 압축 파일은 읽지 않아요. 폴더 밖을 가리키는 이름이 있거나, 풀면 너무 커져요.', en: 'This ZIP is not read. A name in it points outside its folder, or it grows too large when unpacked.' },
  'synthetic-off': { status: 403, close: CloseCode.wrongLink, retry: false, ko: '이 서버는 시험용 입장을 받지 않아요.', en: 'This server takes no load tests.' },
  'too-many': { status: 429, close: null, retry: true, ko: '요청이 너무 많아요. 잠시 후 다시 해 주세요.', en: 'Too many requests. Please try again in a moment.' },
  unavailable: { status: 503, close: null, retry: true, ko: '지금은 이용할 수 없어요. 잠시 후 다시 해 주세요.', en: 'Not available just now. Please try again in a moment.' },
  internal: { status: 500, close: CloseCode.internal, retry: true, ko: '서버에 문제가 생겼어요.', en: 'Something went wrong on the server.' },
  'bad-media': { status: 415, close: null, retry: false, ko: '공유할 수 없는 파일이에요. 사진, 소리, 영상 파일만 올릴 수 있어요.', en: 'This file cannot be shared. Only pictures, audio and video can.' },
  'changed-media': { status: 422, close: null, retry: false, ko: '파일이 온전히 올라오지 않았어요. 다시 올려 주세요.', en: 'The file did not arrive whole. Please upload it again.' },
  'media-full': { status: 409, close: null, retry: false, ko: '이 수업에서 올릴 수 있는 파일 수를 다 썼어요.', en: 'No more files can be shared in this lesson.' },
  'store-closed': { status: 503, close: null, retry: false, ko: '자료 저장소가 이 페이지에서 올리는 파일을 받지 않아요. 서버 관리자에게 알려 주세요.', en: 'The storage takes no files from this page. Please tell whoever runs this server.' },
  'bad-receipt': { status: 400, close: null, retry: false, ko: '공유할 파일을 확인할 수 없어요. 파일을 다시 올려 주세요.', en: 'What was to be shared could not be verified. Please upload it again.' },
  'lesson-open': { status: 409, close: null, retry: true, ko: '아직 열려 있거나 결과를 정리하고 있는 수업이에요. 수업을 마치고 잠시 뒤에 다시 해 주세요.', en: 'This lesson is still open, or its results are still being written. End it, then try again in a moment.' },
  'bad-ink': { status: 400, close: null, retry: false, ko: '이 획은 그릴 수 없어요. 너무 길거나 내용이 올바르지 않아요.', en: 'This stroke cannot be drawn. It is too long or not valid.' }
}

/** What a thrower may add to a code. */
export interface ErrorParticulars {
  /** What exactly was wrong, for developers; never what a person wrote. */
  detail?: string
  /** The field that was wrong, for `bad-field`. */
  field?: string
  cause?: unknown
}

/** An error that a client is told of by its code. Made by `lecternError` only. */
export class LecternError extends Error {
  override readonly name = 'LecternError'
  readonly code: ErrorCode
  readonly status: number
  readonly retry: boolean
  readonly detail: string
  readonly field: string | undefined

  constructor (code: ErrorCode, { detail = '', field, cause }: ErrorParticulars) {
    const entry = CATALOGUE[code]
    super(entry.en, cause === undefined ? undefined : { cause })
    this.code = code
    this.status = entry.status
    this.retry = entry.retry
    this.detail = detail
    this.field = field
  }
}

/** Makes the error of `code`; its message is the catalogue's English text, so it never holds what a person wrote. */
export function lecternError (code: ErrorCode, particulars: ErrorParticulars = {}): LecternError {
  return new LecternError(code, particulars)
}
