import { Packr, Unpackr, addExtension } from 'msgpackr'

/**
 * msgpack as the wire and the log use it: plain arrays, maps, scalars and bytes, readable by any msgpack
 * library. msgpackr's private extensions (records, RegExp, Error, Set …) would let a client run code paths
 * of the decoder, so each of them throws; an extension that nobody registered throws anyway.
 */
const PRIVATE_EXTENSIONS = [0, 0x42, 0x62, 0x65, 0x69, 0x70, 0x72, 0x73, 0x74, 0x78, 0xff]
for (const type of PRIVATE_EXTENSIONS) {
  addExtension({
    type,
    unpack () {
      throw new TypeError('msgpack extensions are not part of the protocol')
    }
  })
}

/**
 * Record definitions (0x72 in one or two bytes) are built into the decoder, before any extension is asked:
 * they would compile code and give later frames another meaning. A table that takes no entry makes them throw.
 */
const noRecords = Object.preventExtensions(Object.assign([], { sharedLength: 0, restoreStructures: null }))

const packr = new Packr({ useRecords: false, variableMapSize: true, encodeUndefinedAsNil: true })

/** 64-bit integers of other languages' libraries become numbers; beyond 2^53 they lose digits and the schemas refuse them. */
const unpackr = new Unpackr({ useRecords: false, structures: noRecords, copyBuffers: true, int64AsType: 'number' })

/**
 * The bytes of one frame or event. The result is the caller's to keep. Integers from 2^32 on and below
 * -2^31 are written as float64, as JavaScript has them.
 */
export function encode (value: unknown): Uint8Array {
  return packr.pack(value)
}

/**
 * The frames of one WebSocket message, back to back, one or more. Byte strings in them are copies, so the
 * message's buffer may go. Throws on anything that is not whole msgpack; the reserved byte 0xc1 comes out as
 * an object that no schema takes.
 */
export function decodeAll (bytes: Uint8Array): unknown[] {
  return unpackr.unpackMultiple(bytes) as unknown[]
}

/** The one value in `bytes`. Throws on anything else. */
export function decode (bytes: Uint8Array): unknown {
  const values = decodeAll(bytes)
  // msgpackr's own check would put the value into the error's text
  if (values.length !== 1) throw new TypeError(`expected one msgpack value, found ${values.length}`)
  return values[0]
}
