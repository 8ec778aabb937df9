import type { RoomReply } from '../../../server/wire/api.ts'

/** A longer code is shown by QR and address only. */
const CODE_MAX = 8

/** How students come in, as a wall shows it. Empty texts are not shown. */
export interface Door {
  url: string
  host: string
  code: string
  /** Whether the address is ours, where a code can be typed. */
  own: boolean
}

/** Under signed entry students come from the host's page, which may be known to nobody here; a code is for our own page, or for where none is. */
export function doorOf ({ joinUrl, classCode }: Pick<RoomReply, 'joinUrl' | 'classCode'>): Door {
  const url = joinUrl === '' ? null : new URL(joinUrl)
  const own = url?.searchParams.get('classCode') === classCode
  return { url: joinUrl, host: url?.host ?? '', code: (own || url === null) && classCode.length <= CODE_MAX ? classCode : '', own }
}
