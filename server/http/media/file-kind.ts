import { fileTypeFromFile } from 'file-type'
import { MediaKind } from '../../classroom/media.ts'
import { lecternError } from '../../errors.ts'
import { MP4, WEBM, tracksOf } from './tracks.ts'
import type { Container } from './tracks.ts'

/** What may be shared, by the type that the bytes show. No SVG, no HTML, no PDF: nothing that can carry a script. */
const KINDS: Readonly<Record<string, MediaKind>> = {
  'image/png': MediaKind.image,
  'image/apng': MediaKind.image,
  'image/jpeg': MediaKind.image,
  'image/gif': MediaKind.image,
  'image/webp': MediaKind.image,
  'image/avif': MediaKind.image,
  'audio/mpeg': MediaKind.audio,
  'audio/mp4': MediaKind.audio,
  'audio/x-m4a': MediaKind.audio,
  'audio/aac': MediaKind.audio,
  'audio/ogg': MediaKind.audio,
  'audio/wav': MediaKind.audio,
  'video/mp4': MediaKind.video,
  'video/webm': MediaKind.video
}

/** What these hold, their first bytes do not say: a recorder of voices writes them too. */
const CONTAINERS: Readonly<Record<string, { container: Container, sound: string }>> = {
  'video/mp4': { container: MP4, sound: 'audio/mp4' },
  'video/webm': { container: WEBM, sound: 'audio/webm' }
}

/** What browsers call some of them. */
const PLAIN: Readonly<Record<string, string>> = { 'audio/x-m4a': 'audio/mp4', 'image/apng': 'image/png' }

/**
 * What a file is, whatever its sender says it is.
 * @throws bad-media for everything that is not shared
 */
export async function kindOfFile (path: string): Promise<{ kind: MediaKind, type: string }> {
  const mime = (await fileTypeFromFile(path).catch(() => undefined))?.mime.split(';')[0] ?? ''
  const kind = KINDS[mime]
  if (kind === undefined) throw lecternError('bad-media')
  const held = CONTAINERS[mime]
  if (held !== undefined) {
    const tracks = await tracksOf(path, held.container)
    if (tracks.has('sound') && !tracks.has('picture')) return { kind: MediaKind.audio, type: held.sound }
  }
  return { kind, type: PLAIN[mime] ?? mime }
}
