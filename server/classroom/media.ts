/** Shared media as the classroom knows them: what they are, never their bytes. */
/** A document is its pages, each a picture: nobody is sent the file that they were drawn from. */
export const MediaKind = { image: 0, audio: 1, video: 2, link: 3, document: 4 } as const
export type MediaKind = (typeof MediaKind)[keyof typeof MediaKind]

/** What is known of one medium. Where it lies follows from its id; for a link `url` says where. */
export interface Medium {
  id: string
  kind: MediaKind
  /** Media type as the server found it, '' for a link. */
  type: string
  /** Size of what is shown at its largest, 0 for a link. */
  bytes: number
  /** In pixels, of a document's first page; 0 where it has none. */
  width: number
  height: number
  /** What it shows, in words, for those who do not see it; may be ''. */
  alt: string
  /** The file's name as somebody gave it, or ''. For people only: no path is made of it. */
  name: string
  /** Where a link leads (http or https), else ''. */
  url: string
  /** Pages of a document, else 0. */
  pages: number
}

/** Characters of what people say of a medium; bytes of an address; pages of a document; bytes of any file, whatever the settings allow. */
export const MEDIA_LIMITS = { alt: 200, name: 80, url: 1000, pages: 100, bytes: 2 ** 30 } as const

/** How large a receipt may be, in characters: it holds an address and a description, and travels in a frame. */
export const RECEIPT_MAX = 4096

/** Where a shared medium stands. A teacher's is approved at once; others see a student's only when it is. */
export const MediaStanding = { waiting: 0, approved: 1, rejected: 2 } as const
export type MediaStanding = (typeof MediaStanding)[keyof typeof MediaStanding]

/**
 * What is done with a shared medium. `show` names the page too, and without an id takes what is shown away; `play`,
 * `pause` and `rewind` (to the beginning) move the film or sound that is shown.
 */
export const MediaAct = { approve: 0, reject: 1, remove: 2, show: 3, play: 4, pause: 5, rewind: 6 } as const
export type MediaAct = (typeof MediaAct)[keyof typeof MediaAct]

/** Whether an act moves what is shown and changes nothing of what was shared. */
export function movesPlayback (act: MediaAct): boolean {
  return act === MediaAct.play || act === MediaAct.pause || act === MediaAct.rewind
}

/** Whether there is something to play. */
export function isPlayed (kind: MediaKind): boolean {
  return kind === MediaKind.audio || kind === MediaKind.video
}

/** How the film or sound that is shown runs: at the time `at` it stood at `ms`, and goes on from there or waits. */
export interface Playback {
  playing: boolean
  ms: number
  at: number
}

/** Where it stands at `now` (ms from its beginning); how long it is nobody here knows. */
export function playedUntil ({ playing, ms, at }: Playback, now: number): number {
  return ms + (playing ? Math.max(0, now - at) : 0)
}

/** A medium as events and frames hold it: the fields of `Medium` in their order. */
export type MediumRow = [id: string, kind: MediaKind, type: string, bytes: number, width: number, height: number, alt: string, name: string, url: string, pages: number]

export function rowOf ({ id, kind, type, bytes, width, height, alt, name, url, pages }: Medium): MediumRow {
  return [id, kind, type, bytes, width, height, alt, name, url, pages]
}

export function mediumOf ([id, kind, type, bytes, width, height, alt, name, url, pages]: MediumRow): Medium {
  return { id, kind, type, bytes, width, height, alt, name, url, pages }
}
