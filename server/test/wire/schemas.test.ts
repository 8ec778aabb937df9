import fc from 'fast-check'
import t from 'tap'
import { decode, encode } from '../../wire/codec.ts'
import { Up } from '../../wire/messages.ts'
import { checkUp } from '../../wire/schemas.ts'
import { DRAW_FRAMES, QUESTION, STEER_FRAMES, UP_FRAMES } from './samples.ts'

/** Stands in no frame, whatever the place. */
const WRONG = [undefined, NaN, Infinity, {}, [], [[]], 10n, Symbol.iterator]

function malformed (frame: unknown): string {
  const checked = checkUp(frame)
  return checked.ok || checked.code !== 'malformed' ? `no: ${JSON.stringify(checked)}` : checked.detail
}

t.test('every good frame passes, as it is and after a journey over the wire', async t => {
  for (const frame of UP_FRAMES) {
    t.same(checkUp(frame), { ok: true, frame })
    t.ok(checkUp(decode(encode(frame))).ok)
  }
})

/** Each value with one element wrong, missing or too many. */
function * spoiled (values: ReadonlyArray<readonly unknown[]>): Generator<unknown[]> {
  for (const value of values) {
    yield [...value, 0]
    if (value.length > 1) yield value.slice(0, -1)
    for (let place = 1; place < value.length; place++) {
      for (const wrong of WRONG) yield value.with(place, wrong)
    }
  }
}

t.test('a frame with an element wrong, missing or too many is malformed', async t => {
  for (const frame of spoiled(UP_FRAMES)) {
    const checked = checkUp(frame)
    if (checked.ok || checked.code !== 'malformed' || checked.detail === '') t.fail('let through', { frame })
  }
  for (const [, n, basedOn, step] of STEER_FRAMES as unknown[][]) {
    for (const bad of spoiled([step as unknown[]])) {
      if (checkUp([Up.steer, n, basedOn, bad]).ok) t.fail('let through', { bad })
    }
  }
})

t.test('M22 an act of the whiteboard is checked by its kind, each field within its limits', async t => {
  for (const [, n, act] of DRAW_FRAMES as unknown[][]) {
    for (const bad of spoiled([act as unknown[]])) {
      if (checkUp([Up.draw, n, bad]).ok) t.fail('let through', { bad })
    }
  }
  for (const act of [undefined, null, 0, 'ink', {}, [], ['0'], [99], [-1], ['constructor']]) t.equal(malformed([Up.draw, 1, act]), 'draw[2]: must be an act')
  t.equal(malformed([Up.draw, 1, [0, 50, 7, 0, 0, 2, new Uint8Array(1)]]), 'draw[2][1]: must be <= 49')
  t.equal(malformed([Up.draw, 1, [0, 0, 7, 1024, 0, 2, new Uint8Array(1)]]), 'draw[2][3]: must be <= 1023')
  t.equal(malformed([Up.draw, 1, [0, 0, 7, 0, 8, 2, new Uint8Array(1)]]), 'draw[2][4]: must be <= 7')
  t.equal(malformed([Up.draw, 1, [2, 0, 0, 120, 0, 0, 'x'.repeat(501)]]), 'draw[2][6]: must not have more than 500 characters')
  t.equal(malformed([Up.draw, 1, [3, 0, '../etc', 0, 0, 1, 1]]), 'draw[2][2]: must match pattern "^[A-Za-z0-9_-]{22}$"')
  t.equal(malformed([Up.draw, 1, [4, []]]), 'draw[2][1]: must not have fewer than 1 items')
  t.equal(malformed([Up.draw, 1, [4, Array(51).fill([0, 1])]]), 'draw[2][1]: must not have more than 50 items')
  t.equal(malformed([Up.draw, 1, [4, Array(60_000).fill([0, 1])]]), 'draw[2][1]: must not have more than 50 items')
  t.equal(malformed([Up.laser, 6401, 0]), 'laser[1]: must be <= 6400')
})

t.test('the detail names the place and what was expected, never what stood there', async t => {
  t.equal(malformed([Up.answer, 1, 'secret', 1, 1, 1]), 'answer[2]: must be integer')
  t.equal(malformed([Up.answer, 0, 0, 1, 1, 1]), 'answer[1]: must be >= 1')
  t.equal(malformed([Up.answer, 1, -1, 1, 1, 1]), 'answer[2]: must be >= 0')
  t.equal(malformed([Up.answer, 1, 2 ** 53, 1, 1, 1]), 'answer[2]: must be <= 9007199254740991')
  t.equal(malformed([Up.answer, 2 ** 32, 0, 1, 1, 1]), 'answer[1]: must be <= 4294967295')
  t.equal(malformed([Up.answer, 1, 0, 1, 1, 'x'.repeat(201)]), 'answer[5]: must have one of its forms')
  t.equal(malformed([Up.answer, 1, 0, 1, 1, 1, 1]), 'answer[6]: must not be there')
  t.equal(malformed([Up.answer]), 'answer: must not have fewer than 6 items')
  t.equal(malformed([Up.itsme, 2 ** 21, 'web', null]), 'itsme[1]: must be <= 2097151')
  t.equal(malformed([Up.itsme, 1, 'web', [0, 0]]), 'itsme[3]: must have one of its forms')
  t.equal(malformed([Up.control, 1, 'dice', new Uint8Array(64 * 1024 + 1), false]), 'control[3]: must be bytes, at most 65536')
  t.equal(malformed([Up.control, 1, '', new Uint8Array(1), false]), 'control[2]: must not have fewer than 1 characters')
  for (const nothing of [null, undefined, 3, 'frame', {}, [], [null], ['answer'], [[3]]]) {
    t.equal(malformed(nothing), 'frame: must be an array that begins with its kind')
  }
})

t.test('an unknown kind is told apart from a malformed frame', async t => {
  for (const kind of [0, 99, 255, -1, 1.5, 2 ** 40]) t.same(checkUp([kind, 1]), { ok: false, code: 'unknown-kind', detail: `kind ${kind}` })
})

t.test('a step is checked by its name', async t => {
  for (const step of [undefined, null, 'end', {}, [], [1], ['unknown'], ['constructor'], ['__proto__'], ['toString', 1]]) {
    t.equal(malformed([Up.steer, 1, 0, step]), 'steer[3]: must be a step')
  }
  t.equal(malformed([Up.steer, 1, 0, ['close', 0]]), 'steer[3]: must not have fewer than 3 items')
  t.equal(malformed([Up.steer, 1, 0, ['show', 2]]), 'steer[3][1]: must be <= 1')
  t.equal(malformed([Up.steer, 1, 0, ['factor', 0, 0.5]]), 'steer[3][2]: must be >= 1')
  t.equal(malformed([Up.steer, 1, -2, ['end']]), 'steer[2]: must be >= -1')
})

t.test('a question has exactly its properties, within their limits', async t => {
  const detail = (change: object): string => malformed([Up.steer, 1, 0, ['ask', 0, 1, '', { ...QUESTION, ...change }]])
  t.equal(detail({ extra: 1 }), 'steer[3][4].extra: must not be there')
  t.equal(detail({ type: 'essay' }), 'steer[3][4].type: must be equal to one of the allowed values')
  t.equal(detail({ text: 'x'.repeat(2001) }), 'steer[3][4].text: must not have more than 2000 characters')
  t.equal(detail({ choices: ['a', 2] }), 'steer[3][4].choices[1]: must be string')
  t.equal(detail({ choices: Array(11).fill('a') }), 'steer[3][4].choices: must not have more than 10 items')
  t.equal(detail({ choices: ['x'.repeat(501)] }), 'steer[3][4].choices[0]: must not have more than 500 characters')
  t.equal(detail({ seconds: 3601 }), 'steer[3][4].seconds: must be <= 3600')
  t.equal(detail({ points: 1.5 }), 'steer[3][4].points: must be integer')
  t.equal(detail({ live: 1 }), 'steer[3][4].live: must be boolean')
  t.equal(detail({ unit: 'x'.repeat(21) }), 'steer[3][4].unit: must not have more than 20 characters')
  t.ok(checkUp([Up.steer, 1, 0, ['ask', 0, 1, '', { ...QUESTION, unit: 'ms' }]]).ok)
  for (const solution of [undefined, 1, {}, { mask: 1024 }, { mask: 1, value: 1 }, { value: 1 }, { value: 1, tolerance: -1 }, { accepted: [1] }, { accepted: Array(21).fill('a') }]) {
    t.equal(detail({ solution }), 'steer[3][4].solution: must have one of its forms')
  }
  const { live: _, ...incomplete } = QUESTION
  t.match(malformed([Up.steer, 1, 0, ['ask', 0, 1, '', incomplete]]), 'must have required properties live')
  for (const solution of [null, { mask: 1023 }, { value: -1.5, tolerance: 0 }, { accepted: ['서울', 'Seoul'] }]) {
    t.ok(checkUp([Up.steer, 1, 0, ['ask', 0, 1, '', { ...QUESTION, solution }]]).ok)
  }
})

t.test('lengths count characters, so a name in Hangul or emoji has as much room as any', async t => {
  t.ok(checkUp([Up.answer, 1, 0, 1, 1, '😀'.repeat(200)]).ok)
  t.notOk(checkUp([Up.answer, 1, 0, 1, 1, '😀'.repeat(201)]).ok)
})

t.test('garbage of any kind never throws, and what is refused says why within 120 characters', async () => {
  const frame = fc.array(fc.oneof(fc.anything({ withTypedArray: true, withBigInt: true }), fc.integer({ min: 0, max: 20 })), { maxLength: 12 })
  fc.assert(fc.property(fc.oneof(frame, fc.anything()), value => {
    const checked = checkUp(value)
    return checked.ok || (checked.detail.length > 0 && checked.detail.length <= 120)
  }), { numRuns: 3000 })
})

t.test('a good frame with anything in one place is judged without an exception', async () => {
  fc.assert(fc.property(fc.constantFrom(...UP_FRAMES), fc.nat(8), fc.anything(), (frame, place, value) => {
    const checked = checkUp((frame as unknown[]).with(place % frame.length, value))
    return checked.ok || checked.detail.length <= 120
  }), { numRuns: 3000 })
})

t.test('a hostile frame is explained without walking all of it', async t => {
  const endless = Array(60_000).fill(1)
  const keys = Object.fromEntries(endless.slice(0, 12_000).map((one, i) => [`k${i}`, one]))
  let nested: unknown = 1
  for (let i = 0; i < 5000; i++) nested = [nested]
  for (const value of [endless, keys, nested, 'x'.repeat(60_000), new Uint8Array(60_000)]) {
    t.match(malformed([Up.answer, 1, 0, 1, 1, value]), /^answer/)
    t.match(malformed([Up.steer, 1, 0, ['ask', 0, 1, '', value]]), /^steer/)
    t.match(malformed([Up.steer, 1, 0, ['ask', 0, 1, '', { ...QUESTION, choices: value }]]), /^steer/)
  }
  t.equal(malformed([Up.join, 1, ...endless]), 'join[2]: must not be there')
})
