import type { Audience } from '../classroom/model.ts'

/** The letters that classCodes may have. */
const CLASS_CODE = /^[A-Za-z0-9_-]{1,64}$/

export function isClassCode (text: string): boolean {
  return CLASS_CODE.test(text)
}

const LETTER: Record<Audience, string> = { students: 's', projectors: 'p', teachers: 't' }

/** The uWebSockets.js topic of one slice (about 50 sockets) of an audience of a class. */
export function sliceTopic (classCode: string, audience: Audience, slice: number): string {
  return `${classCode}/${LETTER[audience]}/${slice}`
}

/** Where a class is served: the path of its WebSocket. */
export function socketPath (partition: number, classCode: string): string {
  return `/ws/${partition}/${classCode}`
}
