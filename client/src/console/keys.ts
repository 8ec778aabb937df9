/** What a key does on the console. */
export type KeyAction = 'next' | 'again' | 'leaderboard' | 'draw' | 'board' | 'more' | 'less' | 'projector' | 'blank' | 'help' | 'back' | 'add'

/** What this needs of a KeyboardEvent. */
export interface KeyPress {
  key: string
  code: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  repeat: boolean
}

// By place for letters, so that they work while a Korean keyboard is on.
const BY_CODE: Record<string, KeyAction> = { Space: 'next', KeyR: 'again', KeyL: 'leaderboard', KeyD: 'draw', KeyW: 'board', KeyN: 'add', KeyP: 'projector', KeyB: 'blank', NumpadAdd: 'more', NumpadSubtract: 'less' }
const BY_KEY: Record<string, KeyAction> = { '+': 'more', '=': 'more', '-': 'less', '−': 'less', '?': 'help', Escape: 'back' }

/** The action of a key press, or null. A held key acts once; with Ctrl, Alt or Meta it is the browser's. */
export function keyAction (press: KeyPress): KeyAction | null {
  if (press.ctrlKey || press.metaKey || press.altKey || press.repeat) return null
  return BY_KEY[press.key] ?? BY_CODE[press.code] ?? null
}

const FIELDS = 'input, textarea, select, [contenteditable], [role="dialog"], [role="alertdialog"], [role="menu"]'

/** Whether keys belong to what has the focus: fields, dialogs and menus always, buttons for Space. */
export function belongsToFocus (target: Pick<Element, 'closest'> | null, action: KeyAction): boolean {
  if (target === null) return false
  if (target.closest(FIELDS) !== null) return true
  return action === 'next' && target.closest('button, a, summary, [role="switch"], [role="tab"]') !== null
}
