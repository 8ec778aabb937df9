import type { Page, WebSocketRoute } from 'playwright-core'

/** A network that a test can take away from a page, and give back: sockets alone, as when a phone loses its signal. */
export class NetworkGate {
  #open = true
  readonly #sockets = new Set<WebSocketRoute>()

  /** Stands before the sockets that `page` opens from now on. */
  static async before (page: Page): Promise<NetworkGate> {
    const gate = new NetworkGate()
    await page.routeWebSocket(/./, (socket) => { gate.#pass(socket) })
    return gate
  }

  async shut (): Promise<void> {
    this.#open = false
    await Promise.all([...this.#sockets].map((socket) => socket.close({ code: 4004 })))
    this.#sockets.clear()
  }

  open (): void {
    this.#open = true
  }

  #pass (socket: WebSocketRoute): void {
    if (!this.#open) {
      void socket.close({ code: 4004 })
      return
    }
    this.#sockets.add(socket)
    socket.connectToServer()
  }
}
