import type { Tables } from '../../database/schema.ts'

/** What is known of a file. */
export type Row = Tables['media']

/** The key of an object in the store. `page`: of a document, else 0. */
export function key (classCode: string, id: string, name: 'incoming' | 'large' | 'small', page = 0): string {
  return `${classCode}/${id}/${name}${page === 0 ? '' : `-${page}`}`
}

/** Bytes of each page as they arrive; empty where it is no document. */
export function pagesOf ({ pages }: Row): number[] {
  return pages === '' ? [] : pages.split(' ').map(Number)
}

/** In the order in which they are removed: what is shown last goes first. */
export function keysOf (row: Row): string[] {
  const { class_code: cls, id } = row
  const pages = pagesOf(row)
  const shown = pages.length === 0 ? [0] : pages.map((_, i) => i + 1)
  return [...shown.flatMap((page) => [key(cls, id, 'large', page), key(cls, id, 'small', page)]), key(cls, id, 'incoming')]
}
