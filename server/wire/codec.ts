import { Packr, addExtension } from 'msgpackr'

/**
 * msgpack as the wire and the log use it: plain arrays, maps and scalars, readable by any msgpack
 * library. msgpackr's private extensions (records, RegExp, Error, Set …) would let a client run code
 * paths of the decoder, so each of them throws.
 */
const packr = new Packr({ useRecords: false, variableMapSize: true, encodeUndefinedAsNil: true, copyBuffers: true })

const PRIVATE_EXTENSIONS = [0, 0x42, 0x62, 0x65, 0x69, 0x70, 0x72, 0x73, 0x74, 0x78, 0xff]
for (const type of PRIVATE_EXTENSIONS) {
  addExtension({
    type,
    unpack () {
      throw new TypeError('msgpack extensions are not part of the protocol')
    }
  })
}

/** The bytes of one frame or event. The result is the caller's to keep. */
export function encode (value: unknown): Uint8Array {
  return packr.pack(value)
}

/** The frames of one WebSocket message, back to back. Throws on anything that is not whole msgpack. */
export function decodeAll (bytes: Uint8Array): unknown[] {
  return packr.unpackMultiple(bytes) as unknown[]
}

/** The one value in `bytes`. Throws on anything else. */
export function decode (bytes: Uint8Array): unknown {
  return packr.unpack(bytes)
}
