import t from 'tap'
import { FrameParser, Opcode, clientFrame, isUpgraded, upgradeRequest } from '../../swarm/websocket.ts'

/** A frame as a server sends it: unmasked. */
function serverFrame (payload: Buffer, opcode: number = Opcode.binary): Buffer {
  const length = payload.length
  if (length < 126) return Buffer.concat([Buffer.from([0x80 | opcode, length]), payload])
  const head = Buffer.alloc(length < 65536 ? 4 : 10)
  head[0] = 0x80 | opcode
  head[1] = length < 65536 ? 126 : 127
  if (length < 65536) head.writeUInt16BE(length, 2)
  else head.writeBigUInt64BE(BigInt(length), 2)
  return Buffer.concat([head, payload])
}

interface Got { opcode: number, payload: string }

function parsed (chunks: Buffer[]): Got[] {
  const parser = new FrameParser()
  const got: Got[] = []
  for (const chunk of chunks) {
    parser.push(chunk, (opcode, bytes, start, end) => { got.push({ opcode, payload: bytes.toString('latin1', start, end) }) })
  }
  return got
}

t.test('a stream cut anywhere gives the same messages', async (t) => {
  const payloads = ['', 'a', 'b'.repeat(125), 'c'.repeat(126), 'd'.repeat(400)]
  const stream = Buffer.concat([...payloads.map((text) => serverFrame(Buffer.from(text))), serverFrame(Buffer.from('bye'), Opcode.close)])
  const whole = [...payloads.map((payload) => ({ opcode: Opcode.binary as number, payload })), { opcode: Opcode.close, payload: 'bye' }]
  t.same(parsed([stream]), whole, 'in one piece')
  const wrong = Array.from(stream, (_, cut) => cut).filter((cut) => JSON.stringify(parsed([stream.subarray(0, cut), stream.subarray(cut)])) !== JSON.stringify(whole))
  t.same(wrong, [], 'in two pieces, wherever the cut is')
  t.same(parsed(Array.from(stream, (byte) => Buffer.from([byte]))), whole, 'byte by byte')
})

t.test('a message with a length of 64 bits', async (t) => {
  const large = serverFrame(Buffer.alloc(70_000, 'x'))
  t.same(parsed([large.subarray(0, 5), large.subarray(5, 60_000), large.subarray(60_000)]).map(({ payload }) => payload.length), [70_000])
})

t.test('what is kept of a cut frame does not depend on the read buffer', async (t) => {
  const frame = serverFrame(Buffer.from('hello'))
  const first = Buffer.from(frame.subarray(0, 4))
  const parser = new FrameParser()
  const got: string[] = []
  const sink = (_: number, bytes: Buffer, start: number, end: number): void => { got.push(bytes.toString('latin1', start, end)) }
  parser.push(first, sink)
  first.fill(0)
  parser.push(frame.subarray(4), sink)
  t.same(got, ['hello'])
})

t.test('masked and fragmented frames are refused', async (t) => {
  t.throws(() => parsed([clientFrame(Buffer.from('a'))]), /unmasked/)
  t.throws(() => parsed([Buffer.from([0x02, 1, 65])]), /whole/)
})

t.test('a client frame is masked, by zeros, at every length', async (t) => {
  for (const [length, head] of [[5, 2], [126, 4], [70_000, 10]] as const) {
    const payload = Buffer.alloc(length, 'y')
    const frame = clientFrame(payload)
    t.equal(frame[0], 0x82)
    t.equal(frame[1]! & 0x80, 0x80, 'mask bit')
    t.equal(frame.readUInt32BE(head), 0, 'mask')
    t.ok(frame.subarray(head + 4).equals(payload), `${length} bytes`)
  }
})

t.test('the upgrade offers the subprotocols in order and knows its answer', async (t) => {
  const request = upgradeRequest('127.0.0.1:80', '/ws/0/a', ['lectern.1', 'ticket'])
  t.match(request, /^GET \/ws\/0\/a HTTP\/1.1\r\n/)
  t.match(request, /\r\nSec-WebSocket-Protocol: lectern\.1, ticket\r\n/)
  t.notMatch(upgradeRequest('127.0.0.1:80', '/', []), /Protocol/)
  t.notOk(isUpgraded('HTTP/1.1 400 Bad Request'))
  t.notOk(isUpgraded('HTTP/1.1 101 Switching Protocols\r\nSec-WebSocket-Accept: wrong'))
})
