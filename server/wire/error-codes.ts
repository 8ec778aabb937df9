/** The codes of `error` frames and HTTP errors; texts, statuses and retry hints stand in server/errors.ts. */
export const ERROR_CODES = [
  'malformed',
  'unknown-kind',
  'too-large',
  'not-joined',
  'forbidden',
  'bad-answer',
  'bad-question',
  'nobody',
  'bad-nickname',
  'slow-down',
  'not-stored',
  'wrong-link',
  'expired',
  'bad-field',
  'bad-body',
  'bad-token',
  'not-found',
  'bad-quiz',
  'bad-file',
  'unsafe-xml',
  'unsafe-zip',
  'synthetic-off',
  'too-many',
  'unavailable',
  'internal'
] as const
export type ErrorCode = (typeof ERROR_CODES)[number]
