import fc from 'fast-check'
import t from 'tap'
import { isSocketEvent, isUserEvent } from '../../classroom/event-shape.ts'
import { isMediaEvent } from '../../classroom/media-shape.ts'
import { encode } from '../../wire/codec.ts'
import { decodeMediaEvent, decodeSocketEvent, decodeUserEvent } from '../../wire/event-codec.ts'
import { MEDIA_EVENTS, SOCKET_EVENTS, USER_EVENTS } from './samples.ts'

t.test('events come back from their bytes', async t => {
  for (const event of SOCKET_EVENTS) t.same(decodeSocketEvent(encode(event)), event)
  for (const event of USER_EVENTS) t.same(decodeUserEvent(encode(event)), event)
  for (const event of MEDIA_EVENTS) t.same(decodeMediaEvent(encode(event)), event)
})

t.test('bytes that are no event are nothing a fold takes, never an exception', async t => {
  const good = encode(SOCKET_EVENTS[0])
  for (const bytes of [new Uint8Array(0), good.subarray(0, -1), Buffer.concat([good, good])]) {
    t.same(decodeSocketEvent(bytes), [])
    t.same(decodeUserEvent(bytes), [])
    t.same(decodeMediaEvent(bytes), [])
  }
  fc.assert(fc.property(fc.uint8Array(), bytes => !isSocketEvent(decodeSocketEvent(bytes)) && !isUserEvent(decodeUserEvent(bytes)) && !isMediaEvent(decodeMediaEvent(bytes))))
})
