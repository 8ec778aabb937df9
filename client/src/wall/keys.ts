import type { KeyPress } from '../console/keys.ts'

/**
 * A wall that a teacher opened beside the console, in the same browser, hands its keys to the console, which takes
 * them as its own: the wall itself may steer nothing. On another machine nobody listens.
 */
export function keyChannel (classCode: string): BroadcastChannel {
  return new BroadcastChannel(`lectern.keys.${classCode}`)
}

/** What of a key press the console needs; it cannot tell these from its own. */
export function keyPress ({ key, code, ctrlKey, metaKey, altKey, repeat }: KeyPress): KeyPress {
  return { key, code, ctrlKey, metaKey, altKey, repeat }
}
