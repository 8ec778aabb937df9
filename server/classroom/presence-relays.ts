import { Presence } from './events.ts'
import type { RelayEvent } from './events.ts'

/**
 * The part of the `user` lane that concerns a whole partition: which relays live there. Relays give signs of
 * life; one that misses them is told lost by another, and is back with its next sign.
 */

/** What an event of a relay means to the sessions of that life; `begun`: to those of its earlier lives. */
export interface RelayChange {
  fate: 'begun' | 'lost' | 'back' | 'ended'
  relay: number
  incarnation: number
}

/** The life of a relay that its last signs are of. */
export interface RelayLife {
  readonly relay: number
  readonly incarnation: number
  /** Position of the last sign of life, and when the log took it (ms by the log's clock). */
  beat: number
  at: number
  standing: 'alive' | 'lost' | 'ended'
}

/** The relays of a partition, by their numbers. */
export class RelayTable {
  readonly lives = new Map<number, RelayLife>()
  /** Lives that others followed, as `relay/incarnation`: none of them begins again. */
  readonly past = new Set<string>()

  /** Whether sessions of this life can be; what an ended one still had on its way is nobody's session. */
  mayLive (relay: number, incarnation: number): boolean {
    const life = this.lives.get(relay)
    return life === undefined || (life.incarnation === incarnation && life.standing !== 'ended')
  }

  isLost (relay: number, incarnation: number): boolean {
    const life = this.lives.get(relay)
    return life?.incarnation === incarnation && life.standing === 'lost'
  }

  /** Who lives as far as is known, and gave no sign of it for `limitMs` until `at` (ms by the log's clock). */
  missing (at: number, limitMs: number): RelayLife[] {
    return [...this.lives.values()].filter((life) => life.standing === 'alive' && at - life.at >= limitMs)
  }
}

/** Folds one event of a relay, which stands at `position` and was taken by the log at `at` (ms). Null: no session is concerned. */
export function foldRelay (table: RelayTable, event: RelayEvent, position: number, at: number): RelayChange | null {
  const [kind, , relay, incarnation] = event
  const life = table.lives.get(relay)
  if (life === undefined || life.incarnation !== incarnation) return newLife(table, event, position, at)
  switch (kind) {
    case Presence.relayLost:
      // A sign that the observer had not read yet stands before this event: it was wrong.
      if (life.standing !== 'alive' || life.beat > event[4]) return null
      life.standing = 'lost'
      return { fate: 'lost', relay, incarnation }
    case Presence.relayEnded:
      if (life.standing === 'ended') return null
      life.standing = 'ended'
      return { fate: 'ended', relay, incarnation }
    default:
      return alive(life, position, at)
  }
}

/** A life begins by its own word, or by any sign where nothing is known of its relay: the replay began after the word. */
function newLife ({ lives, past }: RelayTable, [kind, , relay, incarnation]: RelayEvent, position: number, at: number): RelayChange | null {
  const former = lives.get(relay)
  if (kind === Presence.relayLost || past.has(lifeOf(relay, incarnation)) || (former !== undefined && kind !== Presence.relay)) return null
  if (former !== undefined) past.add(lifeOf(relay, former.incarnation))
  const ended = kind === Presence.relayEnded
  lives.set(relay, { relay, incarnation, beat: position, at, standing: ended ? 'ended' : 'alive' })
  return ended || kind === Presence.relay ? { fate: ended ? 'ended' : 'begun', relay, incarnation } : null
}

function alive (life: RelayLife, position: number, at: number): RelayChange | null {
  if (life.standing === 'ended') return null
  const { relay, incarnation, standing } = life
  Object.assign(life, { beat: position, at, standing: 'alive' } satisfies Partial<RelayLife>)
  return standing === 'lost' ? { fate: 'back', relay, incarnation } : null
}

function lifeOf (relay: number, incarnation: number): string {
  return `${relay}/${incarnation}`
}
