import { readFileSync } from 'node:fs'
import t from 'tap'
import { CATALOGUE, LecternError, lecternError } from '../errors.ts'
import { CloseCode, comesBack } from '../wire/close-codes.ts'
import { ERROR_CODES } from '../wire/error-codes.ts'

const protocol = readFileSync(new URL('../../PROTOCOL.md', import.meta.url), 'utf8')

/** The first cells of the table under a heading of PROTOCOL.md. */
function firstCells (heading: string): string[] {
  const section = protocol.split(/^#+ /m).find((part) => part.startsWith(heading)) ?? ''
  return [...section.matchAll(/^\| `([^`]+)` \|/gm)].map((match) => match[1] ?? '')
}

t.test('every code has its entry, with words in both languages and a status of an error', async (t) => {
  t.same(Object.keys(CATALOGUE).sort(), [...ERROR_CODES].sort())
  for (const [code, entry] of Object.entries(CATALOGUE)) {
    t.match(entry.ko, /^[^A-Za-z]*[가-힣][^A-Za-z]*[.!]$/, `${code} in Korean`)
    t.match(entry.en, /^[\x20-\x7e]+\.$/, `${code} in English`)
    t.ok(entry.status >= 400 && entry.status <= 599, `${code} has the status of an error`)
  }
})

t.test('an error that may be retried closes with a come-back number, any other with a stay-away number', async (t) => {
  for (const [code, entry] of Object.entries(CATALOGUE)) {
    if (entry.close !== null) t.equal(comesBack(entry.close), entry.retry, code)
  }
})

t.test('close numbers are ours and different', async (t) => {
  const numbers = Object.values(CloseCode)
  t.equal(new Set(numbers).size, numbers.length)
  t.ok(numbers.every((number) => number >= 4000 && number <= 4999))
})

t.test('PROTOCOL.md lists the same error codes', async (t) => {
  t.same(firstCells('Error codes').sort(), [...ERROR_CODES].sort())
})

t.test('PROTOCOL.md lists the same close codes', async (t) => {
  const listed = [...protocol.matchAll(/^\| (4\d{3}) \| `(\w+)` \|/gm)].map(([, number, name]) => [name, Number(number)])
  t.same(Object.fromEntries(listed), CloseCode)
})

t.test('the factory makes an error with everything a logger and a caller need', async (t) => {
  const cause = new Error('inner')
  const error = lecternError('bad-field', { field: 'userName', detail: 'longer than 40 characters', cause })
  t.ok(error instanceof LecternError)
  t.match(error, { name: 'LecternError', code: 'bad-field', status: 400, retry: false, field: 'userName', detail: 'longer than 40 characters', cause })
  t.equal(error.message, CATALOGUE['bad-field'].en)
  t.match(lecternError('not-stored'), { code: 'not-stored', retry: true, detail: '', field: undefined, cause: undefined })
})
