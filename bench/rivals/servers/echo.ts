import { App } from 'uWebSockets.js'
import { listen } from './listen.ts'

/** The least a server can do with an answer: send it back. Its p99 is what machine, kernel and generator cost. */
listen(App().ws('/*', {
  idleTimeout: 0,
  sendPingsAutomatically: false,
  message (socket, message, isBinary) {
    socket.send(message, isBinary)
  }
}))
