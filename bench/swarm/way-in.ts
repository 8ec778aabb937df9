import type { RoomReply } from '../../server/wire/api.ts'
import type { Endpoint } from './dial.ts'
import { post, postRequest } from './http-post.ts'
import type { Students } from './students.ts'

/** How students get in: the sidecar's address and their launch tokens. `tokens[i]` is student i's. */
export interface Entrance {
  http: Endpoint
  tokens: string[]
  /**
   * Ports of the relays, where no balancer stands before them: a class lies on the relay `partition mod N`, as
   * nginx would have it. Empty: the address in the reply is good as it is.
   */
  relays: number[]
}

const JOIN_PATH = '/api/classrooms/getRealRoom'

/** The join over HTTP of every student. */
export class WayIn {
  readonly #entrance: Entrance
  readonly #requests: Buffer[]

  constructor (entrance: Entrance) {
    this.#entrance = entrance
    this.#requests = entrance.tokens.map((token) => postRequest(entrance.http, JOIN_PATH, { token }))
  }

  /** Asks for student `index`'s ticket and opens his socket with it; `refused` hears the status when there is none (0: no reply). */
  enter (students: Students, index: number, refused: (index: number, status: number) => void): void {
    const { http, relays } = this.#entrance
    post(http, this.#requests[index]!, index, ({ status, body }) => {
      if (status !== 200) {
        refused(index, status)
        return
      }
      const { socketUrl, ticket } = JSON.parse(body) as RoomReply
      students.enter(index, onItsRelay(socketUrl, relays), ticket)
    })
  }
}

/** The address of a class's socket on the relay that is primary for its partition. */
export function onItsRelay (socketUrl: string, relays: readonly number[]): string {
  if (relays.length === 0) return socketUrl
  const url = new URL(socketUrl)
  const partition = Number(url.pathname.split('/')[2])
  url.port = String(relays[partition % relays.length])
  return url.href
}
