/**
 * Walks over msgpack without building values: a student of the swarm needs three numbers of a frame,
 * and a whole decoder would cost more than all the rest of his work.
 */
export class MsgpackCursor {
  #bytes: Buffer = Buffer.alloc(0)
  at = 0

  /** Stands at `at` of `bytes`, which the cursor reads in place. */
  start (bytes: Buffer, at: number): void {
    this.#bytes = bytes
    this.at = at
  }

  /** Enters an array and returns the number of its items. Throws TypeError on anything else. */
  array (): number {
    const lead = this.#bytes[this.at++]!
    if (lead >= 0x90 && lead <= 0x9f) return lead & 0x0f
    if (lead === 0xdc) return this.#unsigned(2)
    if (lead === 0xdd) return this.#unsigned(4)
    throw new TypeError(`expected an array, found byte ${lead}`)
  }

  /** Reads a number of any width; nil is NaN. Throws TypeError on anything else. */
  number (): number {
    const bytes = this.#bytes
    const lead = bytes[this.at++]!
    if (lead <= 0x7f) return lead
    if (lead >= 0xe0) return lead - 0x100
    const at = this.at
    switch (lead) {
      case 0xc0: return NaN
      case 0xcc: this.at += 1; return bytes[at]!
      case 0xcd: this.at += 2; return bytes.readUInt16BE(at)
      case 0xce: this.at += 4; return bytes.readUInt32BE(at)
      case 0xcf: this.at += 8; return Number(bytes.readBigUInt64BE(at))
      case 0xd0: this.at += 1; return bytes.readInt8(at)
      case 0xd1: this.at += 2; return bytes.readInt16BE(at)
      case 0xd2: this.at += 4; return bytes.readInt32BE(at)
      case 0xd3: this.at += 8; return Number(bytes.readBigInt64BE(at))
      case 0xca: this.at += 4; return bytes.readFloatBE(at)
      case 0xcb: this.at += 8; return bytes.readDoubleBE(at)
    }
    throw new TypeError(`expected a number, found byte ${lead}`)
  }

  /** Reads true or false. Throws TypeError on anything else. */
  boolean (): boolean {
    const lead = this.#bytes[this.at++]!
    if (lead === 0xc2 || lead === 0xc3) return lead === 0xc3
    throw new TypeError(`expected true or false, found byte ${lead}`)
  }

  /** Reads a string, or null. Throws TypeError on anything else. */
  string (): string | null {
    const lead = this.#bytes[this.at++]!
    if (lead === 0xc0) return null
    const length = this.#stringLength(lead)
    if (length < 0) throw new TypeError(`expected a string, found byte ${lead}`)
    this.at += length
    return this.#bytes.toString('utf8', this.at - length, this.at)
  }

  /** Enters binary data: returns its length and stands at its first byte. Throws TypeError on anything else. */
  binary (): number {
    const lead = this.#bytes[this.at++]!
    if (lead >= 0xc4 && lead <= 0xc6) return this.#unsigned(1 << (lead - 0xc4))
    throw new TypeError(`expected binary data, found byte ${lead}`)
  }

  /** Steps over `count` values of any kind, with everything inside them. */
  skip (count: number): void {
    for (let left = count; left > 0; left--) left += this.#skipOne()
  }

  /** Steps over one lead and its bytes; returns how many values it contains that still lie ahead. */
  #skipOne (): number {
    const lead = this.#bytes[this.at++]!
    if (lead <= 0x7f || lead >= 0xe0) return 0
    if (lead <= 0x8f) return 2 * (lead & 0x0f)
    if (lead <= 0x9f) return lead & 0x0f
    if (lead === 0xdc) return this.#unsigned(2)
    if (lead === 0xdd) return this.#unsigned(4)
    if (lead === 0xde) return 2 * this.#unsigned(2)
    if (lead === 0xdf) return 2 * this.#unsigned(4)
    const length = this.#bodyLength(lead)
    this.at += length
    return 0
  }

  #bodyLength (lead: number): number {
    const string = this.#stringLength(lead)
    if (string >= 0) return string
    if (lead >= 0xc4 && lead <= 0xc6) return this.#unsigned(1 << (lead - 0xc4))
    const width = WIDTH[lead]
    if (width === undefined) throw new TypeError(`byte ${lead} is not part of the protocol`)
    return width
  }

  #stringLength (lead: number): number {
    if (lead >= 0xa0 && lead <= 0xbf) return lead & 0x1f
    if (lead >= 0xd9 && lead <= 0xdb) return this.#unsigned(1 << (lead - 0xd9))
    return -1
  }

  #unsigned (width: number): number {
    const at = this.at
    this.at += width
    if (width === 1) return this.#bytes[at]!
    return width === 2 ? this.#bytes.readUInt16BE(at) : this.#bytes.readUInt32BE(at)
  }
}

/** Bytes that follow a lead of fixed length. */
const WIDTH: Record<number, number> = {
  0xc0: 0, 0xc2: 0, 0xc3: 0, 0xca: 4, 0xcb: 8, 0xcc: 1, 0xcd: 2, 0xce: 4, 0xcf: 8, 0xd0: 1, 0xd1: 2, 0xd2: 4, 0xd3: 8
}
