import type { FastifyRequest } from 'fastify'
import type { SidecarOptions } from './options.ts'

type AddressOptions = Pick<SidecarOptions, 'publicUrl' | 'socketUrl' | 'socketPort' | 'joinUrl' | 'lanAddress' | 'entry'>

/** The letters of a Host header that may be told to others; anything else is somebody's attempt. */
const HOST = /^(?:[A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?$/

const LOOPBACK = /^(?:localhost|127\.[\d.]+|\[::1\])$/

/**
 * Where the parts of Lectern are reached, as the caller sees them. Sockets: SOCKET_URL if set; under
 * https the page's own host, because there a proxy stands in front of both; else the page's host with
 * the socket port.
 */
export class Addresses {
  readonly #options: AddressOptions
  /** The last page asked about and its sockets: nearly always the next one too. */
  #last = { page: '', socket: '' }

  constructor (options: AddressOptions) {
    this.#options = options
  }

  /** Scheme and host of the pages. */
  page (request: FastifyRequest): string {
    if (this.#options.publicUrl !== null) return this.#options.publicUrl
    return `${request.protocol}://${HOST.test(request.host) ? request.host : 'localhost'}`
  }

  /** Scheme and host of the sockets. */
  socket (request: FastifyRequest): string {
    if (this.#options.socketUrl !== null) return this.#options.socketUrl
    const page = this.page(request)
    if (this.#last.page !== page) this.#last = { page, socket: this.#socketOf(new URL(page)) }
    return this.#last.socket
  }

  /** The page that takes a pairing code, with the code in its fragment, which no server is told. */
  pairing (request: FastifyRequest, path: string, code: string): string {
    const url = new URL(`/${path}#${code}`, this.page(request))
    if (LOOPBACK.test(url.hostname)) url.hostname = this.#options.lanAddress
    return url.href
  }

  #socketOf ({ protocol, host, hostname }: URL): string {
    return protocol === 'https:' ? `wss://${host}` : `ws://${hostname}:${this.#options.socketPort}`
  }

  /** Where the students of a class come in; '' where only the host's page leads in and nobody said where that is. */
  join (request: FastifyRequest, classCode: string): string {
    if (this.#options.joinUrl !== null) return this.#options.joinUrl
    if (this.#options.entry === 'signed') return ''
    const url = new URL(`/enter?classCode=${classCode}`, this.page(request))
    if (LOOPBACK.test(url.hostname)) url.hostname = this.#options.lanAddress
    return url.href
  }
}
