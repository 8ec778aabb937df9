import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { renderUnicodeCompact } from 'uqr'
import type { Config } from './config.ts'
import { keptKeys } from './keys.ts'
import { lanAddress } from './lan-address.ts'
import { SETTINGS } from './settings.ts'
import { StartError } from './start-error.ts'

type Env = Readonly<Record<string, string | undefined>>

/** The environment of `make run`: open entry, and a teacher's key that stays the same from start to start. */
export function openHouseEnv (env: Env): Env {
  const dataDir = env.DATA_DIR?.trim() || SETTINGS.dataDir.default
  return { ...env, ENTRY: 'open', TEACHER_KEY: env.TEACHER_KEY?.trim() || keptKeys(dataDir).teacher }
}

/**
 * The class of `make run`: the one of the last time, else a new one made at the sidecar at `base`.
 * @throws StartError when the sidecar makes none
 */
export async function openHouseClass (config: Config, base: string): Promise<string> {
  const path = join(config.dataDir, 'open-house.json')
  const last = readLast(path)
  if (last !== null && (await post(`${base}/api/classrooms/nav`, { classCode: last })).ok) return last
  const reply = await post(`${base}/api/classes`, { teacherKey: config.teacherKey })
  if (!reply.ok) throw new StartError(`the sidecar made no class (HTTP ${reply.status})`, 1)
  const { code } = await reply.json() as { code: string }
  writeFileSync(path, `${JSON.stringify({ classCode: code })}\n`)
  return code
}

/** What `make run` shows: the links, a QR code for students, and where the data lies. */
export function welcome (config: Config, port: number, classCode: string, address: string = lanAddress(config.host)): string {
  const here = config.publicUrl === '' ? `http://localhost:${port}` : config.publicUrl
  const there = config.publicUrl === '' ? `http://${address}:${port}` : config.publicUrl
  const students = `${there}/enter?classCode=${classCode}`
  // the key stands in the fragment, which a browser sends to nobody
  const secret = `/teach#class=${classCode}&key=${encodeURIComponent(config.teacherKey)}`
  return [
    '',
    renderUnicodeCompact(students),
    '',
    `  학생 Students   ${students}`,
    `  교사 Teacher    ${here}${secret}`,
    ...(there === here ? [] : [`                  ${there}${secret}`]),
    `  자료 Data       ${resolve(config.dataDir)}`,
    '  Ctrl-C stops it.',
    ''
  ].join('\n')
}

function post (url: string, body: object): Promise<Response> {
  return fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
}

function readLast (path: string): string | null {
  try {
    const { classCode } = JSON.parse(readFileSync(path, 'utf8')) as { classCode?: unknown }
    return typeof classCode === 'string' ? classCode : null
  } catch {
    return null
  }
}
