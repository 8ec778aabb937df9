import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'

/** How a container puts its elements one into another. */
export interface Container {
  /** Names of elements, from the outermost to the one that says what a track is. */
  path: readonly number[]
  /** The head of the element that begins with `bytes`, null where none does; `size` of its content, null: as far as it goes. */
  head (bytes: Buffer): { name: number, length: number, size: number | null } | null
  /** What the content of the last element of `path` says. */
  kind (content: Buffer): TrackKind
}

/** Captions, chapters and the like are neither. */
export type TrackKind = 'sound' | 'picture' | 'other'

/** As many bytes hold any head, and what a track is. */
const LOOKED_AT = 16
/** Elements that are looked at in a file: nobody's file shall be read for long. */
const ELEMENTS_MAX = 2000

/** ISO base media: a box begins with its size and four letters. */
export const MP4: Container = {
  path: ['moov', 'trak', 'mdia', 'hdlr'].map((name) => Buffer.from(name).readUInt32BE()),
  head (bytes) {
    if (bytes.length < 8) return null
    const size = bytes.readUInt32BE()
    const name = bytes.readUInt32BE(4)
    if (size === 0) return { name, length: 8, size: null }
    if (size !== 1) return { name, length: 8, size: size - 8 }
    return bytes.length < 16 ? null : { name, length: 16, size: Number(bytes.readBigUInt64BE(8)) - 16 }
  },
  // behind version, flags and a field of zeros
  kind: (content) => ({ soun: 'sound', vide: 'picture' } as const)[content.toString('latin1', 8, 12)] ?? 'other'
}

/** Segment, Tracks, TrackEntry, TrackType */
const TRACK_TYPE = [0x18538067, 0x1654ae6b, 0xae, 0x83]

/** EBML: an element begins with its name and its size, numbers whose first set bit says how long they are. */
export const WEBM: Container = {
  path: TRACK_TYPE,
  head (bytes) {
    const named = numberLength(bytes[0])
    const sized = numberLength(bytes[named])
    const length = named + sized
    if (named > 4 || sized > 8 || length > bytes.length) return null
    const size = bytes.subarray(named, length).reduce((sum, byte, i) => sum * 256 + (i === 0 ? byte & 0xff >> sized : byte), 0)
    return { name: bytes.readUIntBE(0, named), length, size: size === 2 ** (7 * sized) - 1 ? null : size }
  },
  kind: (content) => ({ 1: 'picture', 2: 'sound' } as const)[content.at(-1) ?? 0] ?? 'other'
}

function numberLength (first = 0): number {
  return Math.clz32(first) - 23
}

/** What tracks the container `path` has; of one that is damaged or far too long, what was found until then. */
export async function tracksOf (path: string, container: Container): Promise<Set<TrackKind>> {
  const kinds = new Set<TrackKind>()
  const file = await open(path)
  try {
    const { size } = await file.stat()
    for await (const [from, to] of reach(file, container, 0, [0, size], { left: ELEMENTS_MAX })) {
      kinds.add(container.kind(await bytesAt(file, from, to)))
    }
  } finally {
    await file.close()
  }
  return kinds
}

type Span = [from: number, to: number]

/** The contents of all elements that `path` leads to, from its place `depth` on, within a span. */
async function * reach (file: FileHandle, container: Container, depth: number, [from, to]: Span, elements: { left: number }): AsyncGenerator<Span> {
  for (let at = from; at < to && elements.left > 0; elements.left--) {
    const head = container.head(await bytesAt(file, at, to))
    if (head === null || (head.size ?? 0) < 0) return
    const content: Span = [at + head.length, head.size === null ? to : Math.min(to, at + head.length + head.size)]
    if (head.name === container.path[depth]) {
      if (depth === container.path.length - 1) yield content
      else yield * reach(file, container, depth + 1, content, elements)
    }
    at = content[1]
  }
}

async function bytesAt (file: FileHandle, from: number, to: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.min(LOOKED_AT, to - from)), { position: from })
  return buffer.subarray(0, bytesRead)
}
