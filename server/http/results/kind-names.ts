import { MediaKind } from '../../classroom/media.ts'
import type { Language } from '../language.ts'

/** What files of results call the kinds of shared media. */
export const KIND_NAMES: Readonly<Record<Language, Readonly<Record<MediaKind, string>>>> = {
  ko: { [MediaKind.image]: '사진', [MediaKind.audio]: '소리', [MediaKind.video]: '영상', [MediaKind.link]: '링크', [MediaKind.document]: '문서' },
  en: { [MediaKind.image]: 'Picture', [MediaKind.audio]: 'Audio', [MediaKind.video]: 'Video', [MediaKind.link]: 'Link', [MediaKind.document]: 'Document' }
}
