import { loopback } from '../loopback.ts'
import type { Target } from '../swarm/line.ts'
import { Opcode, clientFrame } from '../swarm/websocket.ts'

/** Engine.IO 4 and Socket.IO 5 over a raw WebSocket, as much of them as a student and a teacher need. */

/** The class's namespace. */
export const NAMESPACE = '/bench'

/** Where Socket.IO answers on loopback, without a word over HTTP long-polling before. */
export function socketIoTarget (port: number): Target {
  return { host: loopback('127.0.0.1'), port, path: '/socket.io/?EIO=4&transport=websocket', protocols: [] }
}

function text (packet: string): Buffer {
  return clientFrame(Buffer.from(packet, 'latin1'), Opcode.text)
}

/** Wants into the class, once Engine.IO has opened. */
export const CONNECT = text(`40${NAMESPACE},`)
/** Answers the server's ping. */
export const PONG = text('3')

/** An event whose argument is `json`; with `id` the server is to acknowledge it. All characters must be Latin-1. */
export function event (name: string, json: string, id = ''): Buffer {
  return text(`42${NAMESPACE},${id}["${name}",${json}]`)
}

/** What a packet of the server is. */
export const Packet = { other: 0, open: 1, ping: 2, connected: 3, event: 4, ack: 5 } as const
export type Packet = (typeof Packet)[keyof typeof Packet]

const ENGINE_OPEN = 0x30
const ENGINE_PING = 0x32
const ENGINE_MESSAGE = 0x34
const SOCKET: Record<number, Packet> = { 0x30: Packet.connected, 0x32: Packet.event, 0x33: Packet.ack }

/** Tells from the two leading characters what came. */
export function packetAt (bytes: Buffer, start: number): Packet {
  const engine = bytes[start]
  if (engine === ENGINE_MESSAGE) return SOCKET[bytes[start + 1]!] ?? Packet.other
  if (engine === ENGINE_OPEN) return Packet.open
  return engine === ENGINE_PING ? Packet.ping : Packet.other
}

const EVENT_PREFIX = `42${NAMESPACE},["`
const NAME_AT = EVENT_PREFIX.length
const QUOTE = 0x22

/** Whether the event at `start` is called `name`. Byte by byte: a string for every frame would cost more than all the rest. */
export function isEvent (bytes: Buffer, start: number, name: string): boolean {
  const at = start + NAME_AT
  for (let k = 0; k < name.length; k++) {
    if (bytes[at + k] !== name.charCodeAt(k)) return false
  }
  return bytes[at + name.length] === QUOTE
}

/** Where the argument of event `name` begins, counted from the packet's start. */
export function argumentAt (name: string): number {
  return NAME_AT + name.length + 2
}

/** All characters of the time, with its point. */
const DUE_DIGITS = 16
const DECIMALS = 3
const NUMBER_DIGITS = 10
const HEAD = '{"due":"'
const MIDDLE = '","number":"'
const TAIL = '","fill":"'
const CLOSE = '"}'
const DUE_AT = HEAD.length
const NUMBER_AT = DUE_AT + DUE_DIGITS + MIDDLE.length
const FILL_AT = NUMBER_AT + NUMBER_DIGITS + TAIL.length

/** The stamped message of fanout-meter.ts as JSON of `bytes` characters: with everything at a fixed place. */
export function stampedJson (bytes: number, due: number, number: number): string {
  const fill = '0'.repeat(bytes - FILL_AT - CLOSE.length)
  return `${HEAD}${due.toFixed(DECIMALS).padStart(DUE_DIGITS, '0')}${MIDDLE}${String(number).padStart(NUMBER_DIGITS, '0')}${TAIL}${fill}${CLOSE}`
}

/** Reads what stampedJson wrote: the argument begins at `start`. */
export function stampAt (bytes: Buffer, start: number): { due: number, number: number } {
  const due = start + DUE_AT
  const point = due + DUE_DIGITS - 1 - DECIMALS
  return {
    due: digitsAt(bytes, due, point) + digitsAt(bytes, point + 1, due + DUE_DIGITS) / 10 ** DECIMALS,
    number: digitsAt(bytes, start + NUMBER_AT, start + NUMBER_AT + NUMBER_DIGITS)
  }
}

const ZERO = 0x30

function digitsAt (bytes: Buffer, from: number, to: number): number {
  let value = 0
  for (let at = from; at < to; at++) value = 10 * value + bytes[at]! - ZERO
  return value
}
