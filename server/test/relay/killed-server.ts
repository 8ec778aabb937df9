import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'

/** With which a server that is killed signs its tickets. */
export const SECRET = 'the-secret-of-a-test-that-kills-servers'

/** The program itself, as `make run` starts it, but for the sidecar. */
export async function startServer (dir: string, port: number, settings: NodeJS.ProcessEnv = {}): Promise<ChildProcess> {
  const server = spawn(process.execPath, ['dist/server/main.js'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH,
      ROLES: 'relay',
      ENTRY: 'open',
      TEACHER_KEY: 'a-teacher-key-of-the-tests',
      TICKET_KEYS: `test:${SECRET}`,
      DATA_DIR: dir,
      HOST: '127.0.0.1',
      PORT_SOCKET: String(port),
      PORT_SOCKET_METRICS: '0',
      STUDENT_ANSWERS_PER_SECOND: '1000',
      LOG_LEVEL: 'info',
      ...settings
    }
  })
  for await (const line of server.stdout!) if (String(line).includes('relay-listening')) break
  server.stdout!.on('data', () => { /* read, so that the pipe never fills */ })
  return server
}
