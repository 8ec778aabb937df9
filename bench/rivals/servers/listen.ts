import type { Server } from 'node:http'
import type { TemplatedApp } from 'uWebSockets.js'

/** One listen of uWebSockets.js queues 512 connects; eight hold a class that comes at once, as in the relay. */
const QUEUES = 8

/** Listens on loopback at the port in the first argument, tells the parent, and ends with it. */
export function listen (app: TemplatedApp): void {
  const port = portGiven()
  for (let queue = 1; queue <= QUEUES; queue++) {
    app.listen('127.0.0.1', port, (token) => {
      if (token === false) throw new Error(`port ${port} is in use`)
      if (queue === QUEUES) tellParent()
    })
  }
}

/** The same for a server of Node's own, with its default queue. */
export function listenHttp (server: Server): void {
  server.listen(portGiven(), '127.0.0.1', tellParent)
}

function portGiven (): number {
  return Number(process.argv[2])
}

function tellParent (): void {
  process.send?.('listening')
  process.on('disconnect', () => process.exit())
}
