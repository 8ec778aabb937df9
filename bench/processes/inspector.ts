import { Line, targetOf } from '../swarm/line.ts'
import { Opcode, clientFrame } from '../swarm/websocket.ts'

/** Rounds of collection: what a first one frees may hold the next. */
const ROUNDS = 4

/**
 * Has the process behind the inspector's URL collect its garbage, over the Chrome DevTools protocol
 * (HeapProfiler.collectGarbage), so that the program under test needs no switch for it.
 */
export async function collectGarbage (url: string): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) await collectOnce(url)
}

function collectOnce (url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const line: Line = new Line(0, targetOf(url, []), {
      opened () {
        line.send(clientFrame(Buffer.from('{"id":1,"method":"HeapProfiler.collectGarbage"}'), Opcode.text))
      },
      message () {
        line.cut()
        resolve()
      },
      closed (_, code) {
        reject(new Error(`the inspector at ${url} closed with ${code}`))
      }
    })
  })
}
