import { digest } from '../../../server/classroom/digest.ts'
import { Kind } from '../../../server/classroom/events.ts'
import type { Answer } from '../../../server/classroom/events.ts'
import { createClassroom, fold } from '../../../server/classroom/lesson.ts'
import type { ClassroomState } from '../../../server/classroom/lesson.ts'
import { Verdict } from '../../../server/classroom/model.ts'
import { createPresence } from '../../../server/classroom/presence.ts'
import { PARTS, personalParts } from '../../../server/relay/parts.ts'
import { encode } from '../../../server/wire/codec.ts'
import { decodeSocketEvent } from '../../../server/wire/event-codec.ts'
import { Down } from '../../../server/wire/messages.ts'
import type { Part } from '../../../server/wire/messages.ts'
import type { Evidence, Receipt } from '../../swarm/screens.ts'

/** A record of a class's `socket` lane, as it was read back. */
export interface Stored {
  position: number
  payload: Uint8Array
}

export interface Judgement {
  /** Of the state that the log folds to. */
  digest: string
  /** Answers that a student was told are stored, and that do not count in the log, or not there, or not so. */
  lost: number
  /** Answers that count more than once. */
  doubled: number
  /** Answers that count, and whose students were never told so. */
  untold: number
  /** Students whose screens show something else than the log folds to. */
  otherScreens: number
  /** The first of each, for a person. */
  examples: string[]
}

interface Counted { times: number, position: number, event: Answer }

/** Holds what students were promised and what they see against the log itself, folded anew. Student i's key is `student-i`. */
export function judge (records: readonly Stored[], { receipts, screens }: Evidence): Judgement {
  const state = createClassroom()
  const counted = new Map<string, Counted>()
  for (const { position, payload } of records) {
    const event = decodeSocketEvent(payload)
    const folded = fold(state, event, position)
    if (event[0] !== Kind.answer || !folded.applied || folded.verdict !== Verdict.accepted) continue
    const key = `${folded.key} ${event[3]}`
    counted.set(key, { times: (counted.get(key)?.times ?? 0) + 1, position, event })
  }
  const broken = receipts.filter((receipt) => !isKept(receipt, counted.get(idOf(receipt))))
  const told = new Set(receipts.map(idOf))
  const doubled = [...counted].filter(([, { times }]) => times > 1)
  const untold = [...counted.keys()].filter((key) => !told.has(key))
  const others = screens.map((screen, index) => difference(state, screen, index)).filter((found) => found !== null)
  return {
    digest: digest(state),
    lost: broken.length,
    doubled: doubled.length,
    untold: untold.length,
    otherScreens: others.length,
    examples: [
      ...broken.slice(0, 1).map((receipt) => `promised and not kept: ${JSON.stringify(receipt)}; in the log: ${JSON.stringify(counted.get(idOf(receipt)) ?? null)}`),
      ...doubled.slice(0, 1).map(([key]) => `counted twice: ${key}`),
      ...untold.slice(0, 1).map((key) => `counted and not told: ${key}`),
      ...others.slice(0, 1)
    ]
  }
}

/** A command's id is its device's number, which is the student's, and its own (rule S5). */
function idOf ([index, n]: Receipt): string {
  return `student-${index} ${(index + 1) * 2 ** 32 + n}`
}

function isKept ([, , at, ...said]: Receipt, counted: Counted | undefined): boolean {
  return counted?.position === at && counted.event.slice(5).every((value, i) => value === said[i])
}

/** What a student's screen shows otherwise than the log has it, in words; null where nothing. Who is here and what is shared are other lanes'. */
function difference (state: ClassroomState, screen: readonly Part[], index: number): string | null {
  const scene = { state, presence: createPresence(), media: null, now: 0 }
  const who = state.lesson?.indexOf(`student-${index}`) ?? -1
  const shared = PARTS.filter(({ kind }) => kind !== Down.counts).map((part) => part.build(scene, 'students'))
  for (const wanted of [...shared, ...personalParts(state, who, `student-${index}`)]) {
    if (wanted === null || isNoAnswer(wanted)) continue
    const shown = screen.find(([kind]) => kind === wanted[0])
    if (shown !== undefined && same(shown, wanted)) continue
    return `student ${index} sees ${JSON.stringify(shown ?? null)} and the log says ${JSON.stringify(wanted)}`
  }
  return null
}

/** Who gave no answer sees none, whether he was told so or not. */
function isNoAnswer (part: Part): boolean {
  return part[0] === Down.mine && part[4] === null
}

function same (one: Part, other: Part): boolean {
  return Buffer.from(encode(one)).equals(encode(other))
}
