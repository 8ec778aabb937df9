import { Draw } from '../../server/classroom/whiteboard-model.ts'
import { Up } from '../../server/wire/messages.ts'
import type { AnswerFrame, ControlFrame, DrawFrame, JoinFrame, LeaveFrame, SharedMediaFrame, SteerFrame, ToolFrame } from '../../server/wire/messages.ts'
import type { Store } from './storage.ts'

export type Command = JoinFrame | AnswerFrame | LeaveFrame | SteerFrame | ControlFrame | ToolFrame | DrawFrame | SharedMediaFrame

const KEY = 'lectern.commands'
const DEVICE_BITS = 21

interface Kept {
  device: number
  n: number
  pending: KeptCommand[]
}

type KeptInk = [kind: typeof Up.draw, n: number, act: [ink: typeof Draw.ink, sheet: number, stroke: number, no: number, colour: number, width: number, points: string]]
type KeptCommand = Command | KeptInk

/**
 * The commands of this tab that have no verdict yet. They survive a reload and are sent again, with the
 * same number, on every new socket: the relay tells a repeat by device and number.
 */
export class Commands {
  readonly #store: Store
  readonly #random: () => number
  #device: number
  #n: number
  #pending: Command[]

  constructor (store: Store, random: () => number) {
    this.#store = store
    this.#random = random
    const kept = store.read(KEY) as Kept | null
    this.#device = kept?.device ?? this.#newDevice()
    this.#n = kept?.n ?? 0
    this.#pending = (kept?.pending ?? []).map(withBytes)
  }

  /** The random number (21 bits) under which this tab's commands are counted. */
  get device (): number {
    return this.#device
  }

  /** The id under which the log knows command `n`: the device in the high bits. */
  idOf (n: number): number {
    return this.#device * 2 ** 32 + n
  }

  get pending (): readonly Command[] {
    return this.#pending
  }

  /** Numbers a command from 1 and keeps it until `settle`. */
  add<C extends Command> (make: (n: number) => C): C {
    const command = make(++this.#n)
    this.#pending = [...this.#pending, command]
    this.#save()
    return command
  }

  /** Forgets command `n`, which has its verdict, and returns it. */
  settle (n: number): Command | undefined {
    const command = this.#pending.find(each => each[1] === n)
    if (command === undefined) return undefined
    this.#pending = this.#pending.filter(each => each !== command)
    this.#save()
    return command
  }

  /** Begins anew, as another device: a copied tab shares its numbers with the first until one of them does this. */
  renew (): void {
    this.#device = this.#newDevice()
    this.#save()
  }

  /** Forgets all: the tab enters another class. */
  clear (): void {
    this.#pending = []
    this.#save()
  }

  #newDevice (): number {
    return Math.floor(this.#random() * 2 ** DEVICE_BITS)
  }

  // A control message's payload is bytes, which JSON cannot hold, and not worth a second life.
  #save (): void {
    const pending = this.#pending.filter(each => each[0] !== Up.control).map(withText)
    this.#store.write(KEY, { device: this.#device, n: this.#n, pending } satisfies Kept)
  }
}

/** A command that JSON can hold: the points of ink are base64 in it. */
function withText (command: Command): KeptCommand {
  if (command[0] !== Up.draw || command[2][0] !== Draw.ink) return command
  const [kind, n, [ink, sheet, stroke, no, colour, width, points]] = command
  return [kind, n, [ink, sheet, stroke, no, colour, width, btoa(String.fromCharCode(...points))]]
}

function withBytes (command: KeptCommand): Command {
  if (!isKeptInk(command)) return command
  const [kind, n, [ink, sheet, stroke, no, colour, width, points]] = command
  return [kind, n, [ink, sheet, stroke, no, colour, width, Uint8Array.from(atob(points), letter => letter.charCodeAt(0))]]
}

function isKeptInk (command: KeptCommand): command is KeptInk {
  return command[0] === Up.draw && command[2][0] === Draw.ink && typeof command[2][6] === 'string'
}
