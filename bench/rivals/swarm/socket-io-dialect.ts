import type { Target } from '../../swarm/line.ts'
import { CONNECT, PONG, Packet, argumentAt, event, isEvent, packetAt, socketIoTarget, stampAt, stampedJson } from '../socket-io-wire.ts'
import type { Dialect, Listener } from './dialect.ts'

const CONTROL = 'control'
const CONTROL_ARGUMENT = argumentAt(CONTROL)
/** As long as the measured message of the fan-out. */
const MESSAGE_BYTES = 120
/** What the seed's page says of a person, without the fields that are empty in a load test. */
const PERSON = JSON.stringify({
  eventName: 'join', classCode: 'bench', userType: 'ST', userName: 'student', sessionId: '', teacher: {}, student: {}, sockMessage: {}
})

/** Socket.IO as a page speaks it: Engine.IO's open, the namespace, and (when it announces) the seed's itsme → connected → join. */
export class SocketIoDialect implements Dialect {
  readonly target: Target
  readonly answer = event('answer', '{"no":0,"round":1,"revision":1,"value":1}', '1')
  readonly stamped = (due: number, number: number): Buffer => event(CONTROL, stampedJson(MESSAGE_BYTES, due, number))
  readonly #announces: boolean
  readonly #itsme = event('itsme', PERSON)
  readonly #join = event('join', PERSON)

  constructor (port: number, announces: boolean) {
    this.target = socketIoTarget(port)
    this.#announces = announces
  }

  /** The server speaks first. */
  opened (): void {}

  read (index: number, bytes: Buffer, start: number, _end: number, listener: Listener): void {
    switch (packetAt(bytes, start)) {
      case Packet.event:
        this.#event(index, bytes, start, listener)
        break
      case Packet.ack:
        listener.acknowledged(index)
        break
      case Packet.ping:
        listener.send(index, PONG)
        break
      case Packet.open:
        listener.send(index, CONNECT)
        break
      case Packet.connected:
        if (this.#announces) listener.send(index, this.#itsme)
        else listener.ready(index)
        break
    }
  }

  #event (index: number, bytes: Buffer, start: number, listener: Listener): void {
    if (isEvent(bytes, start, CONTROL)) {
      const { due, number } = stampAt(bytes, start + CONTROL_ARGUMENT)
      listener.relayed(index, due, number)
    } else if (isEvent(bytes, start, 'connected')) {
      listener.send(index, this.#join)
      listener.ready(index)
    } else {
      listener.announced(index)
    }
  }
}
