import fc from 'fast-check'
import t from 'tap'
import { decode, decodeAll, encode } from '../../wire/codec.ts'
import { checkUp } from '../../wire/schemas.ts'
import { SOCKET_EVENTS, UP_FRAMES, USER_EVENTS } from './samples.ts'

function bytes (hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'))
}

t.test('every frame and event comes back as it went', async t => {
  for (const value of [...UP_FRAMES, ...SOCKET_EVENTS, ...USER_EVENTS]) t.same(decode(encode(value)), value)
})

t.test('one message holds one or more frames back to back', async t => {
  t.same(decodeAll(encode([5])), [[5]])
  t.same(decodeAll(Buffer.concat(UP_FRAMES.map(frame => encode(frame)))), UP_FRAMES)
  t.throws(() => decodeAll(new Uint8Array(0)), 'no frame is no message')
})

t.test('decode takes exactly one value, and its error does not repeat the data', async t => {
  t.throws(() => decode(Buffer.concat([encode('secret'), encode('secret')])), { message: 'expected one msgpack value, found 2' })
  t.throws(() => decode(new Uint8Array(0)))
})

t.test('plain msgpack goes out: small maps, no extension, nil for undefined, float64 from 2^32 on', async t => {
  t.same(encode({ a: 1 }), bytes('81 a1 61 01'))
  t.same(encode([undefined, null]), bytes('92 c0 c0'))
  t.same(encode([2 ** 32 - 1, 2 ** 32]), bytes('92 ce ffffffff cb 41f0000000000000'))
  t.same(encode(new Uint8Array([1, 2])), bytes('c4 02 01 02'))
  t.same(encode('가'), bytes('a3 eab080'))
})

t.test('64-bit integers of other libraries are numbers; beyond 2^53 no schema takes them', async t => {
  t.same(decode(bytes('92 cf 0000000200000001 d3 ffffffffffffffff')), [2 ** 33 + 1, -1])
  t.notOk(checkUp(decode(bytes('92 09 cf ffffffffffffffff'))).ok)
})

t.test('what encode gave stays as it was', async t => {
  const first = encode(['first', new Uint8Array(100).fill(1)])
  const before = Buffer.from(first)
  for (let i = 0; i < 2000; i++) encode(['other', i, new Uint8Array(50).fill(2)])
  t.same(Buffer.from(first), before)
})

t.test('byte strings of a decoded message are copies, so that the message\'s buffer may go', async t => {
  for (const make of [(data: Uint8Array) => Buffer.from(data), (data: Uint8Array) => new Uint8Array(data)]) {
    const message = make(encode([7, 1, 'dice', new Uint8Array([1, 2, 3]), false]))
    const [frame] = decodeAll(message) as [[number, number, string, Uint8Array, boolean]]
    message.fill(0xff)
    t.same([...frame[3]], [1, 2, 3])
    t.equal(frame[2], 'dice')
  }
})

t.test('private extensions of msgpackr, records among them, and unknown extensions are refused', async t => {
  const refused = {
    'record definition': 'd47200 91a161 01',
    'record definition, two bytes': 'd5720000 91a161 01',
    'record definition within a frame': '92 01 d47200 91a161 01',
    'record with a reserved name': 'd47200 91a95f5f70726f746f5f5f 01',
    'record extension': 'c70172 00',
    undefined: 'd40000',
    'big integer': 'c7024201ff',
    'bundled strings': 'c70462 00000001 a0 a0',
    error: 'd46500 92a14500',
    'identity (structured clone)': 'd669 00000001 90',
    'pointer (structured clone)': 'd670 00000001',
    set: 'd47300 9101',
    'typed array': 'c7057400 01020304',
    'regular expression': 'd47800 92a161a0',
    'timestamp, 32 bit': 'd6ff 00000001',
    'timestamp, 64 bit': 'd7ff 0000000000000001',
    'timestamp, 96 bit': `c70cff ${'00'.repeat(12)}`,
    'unknown, 1 byte': 'd40500',
    'unknown, 16 bytes': `d805 ${'00'.repeat(16)}`,
    'unknown, ext 8': 'c7010500',
    'unknown, ext 16': 'c800010500',
    'unknown, ext 32': 'c9000000010500'
  }
  for (const [name, hex] of Object.entries(refused)) {
    t.throws(() => decodeAll(bytes(hex)), name)
    t.throws(() => decodeAll(Buffer.concat([encode([5]), bytes(hex)])), `${name}, after a good frame`)
  }
})

t.test('a record definition leaves nothing behind for later messages', async t => {
  for (let i = 0; i < 10; i++) t.throws(() => decodeAll(bytes('d47200 91a161 01')))
  t.same(decodeAll(bytes('40')), [0x40], 'the number that would name the record is a number')
})

t.test('the reserved byte 0xc1 gets past the decoder, but past no schema', async t => {
  t.notOk(checkUp(decode(bytes('c1'))).ok)
  t.notOk(checkUp(decode(bytes('96 03 01 00 01 01 c1'))).ok)
})

t.test('truncated messages and lengths that are not there are refused at once', async t => {
  for (const frame of UP_FRAMES) {
    const whole = encode(frame)
    for (let length = 1; length < whole.length; length++) t.throws(() => decodeAll(whole.subarray(0, length)))
  }
  for (const hex of ['dcffff', 'ddffffffff', 'deffff', 'dfffffffff', 'd9ff', 'daffff', 'dbffffffff', 'c4ff', 'c5ffff', 'c6ffffffff', 'c7ff05', 'c9ffffffff05']) {
    t.throws(() => decodeAll(bytes(hex)), hex)
  }
  t.throws(() => decodeAll(Buffer.alloc(1000, 'dd0000ffff', 'hex')), 'nested declarations')
})

t.test('deep nesting is refused, and decoding goes on after it', async t => {
  t.throws(() => decodeAll(new Uint8Array(64 * 1024).fill(0x91)))
  t.throws(() => decodeAll(Buffer.alloc(64 * 1024, '81a161', 'hex')))
  t.same(decodeAll(encode([5])), [[5]])
})

t.test('no key reaches a prototype', async t => {
  const value = decode(bytes('82 a95f5f70726f746f5f5f 81a16101 ab636f6e7374727563746f72 01')) as Record<string, unknown>
  t.equal(Object.getPrototypeOf(value), Object.prototype)
  t.equal(value['a'], undefined)
  t.equal(({} as Record<string, unknown>)['a'], undefined)
})

t.test('arrays and maps as keys of a map are refused', async t => {
  for (const hex of ['81 90 01', '81 80 01', '81 919190 01', '81 c40101 01']) t.throws(() => decodeAll(bytes(hex)), hex)
})

t.test('random bytes give values or an error, and never disturb the message after them', async () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), data => {
    try {
      for (const value of decodeAll(data)) checkUp(value)
    } catch (error) {
      if (!(error instanceof Error)) return false
    }
    return checkUp(decodeAll(encode([5]))[0]).ok
  }), { numRuns: 5000 })
})

t.test('any plain value comes back as it went', async () => {
  const plain = fc.letrec(tie => ({
    value: fc.oneof({ depthSize: 'small' },
      fc.constant(null), fc.boolean(), fc.double({ noNaN: true }), fc.maxSafeInteger(), fc.string({ unit: 'grapheme' }),
      fc.array(tie('value')), fc.dictionary(fc.string().filter(key => key !== '__proto__'), tie('value'), { noNullPrototype: true }))
  })).value
  fc.assert(fc.property(plain, value => Buffer.from(encode(decode(encode(value)))).equals(encode(value))), { numRuns: 1000 })
})
