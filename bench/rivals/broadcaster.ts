import { App } from 'uWebSockets.js'
import { listen } from './listen.ts'

/** The least a server can do with a message for a class: publish it to everybody. Whoever connects to /teacher speaks. */
const app = App()
listen(app
  .ws('/teacher', {
    idleTimeout: 0,
    sendPingsAutomatically: false,
    message (_socket, message) {
      app.publish('class', message, true)
    }
  })
  .ws('/*', {
    idleTimeout: 0,
    sendPingsAutomatically: false,
    maxBackpressure: 256 * 1024,
    open (socket) {
      socket.subscribe('class')
    }
  }))
