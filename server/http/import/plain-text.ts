/** Tags that stand for a new line. */
const BREAKS = /<(?:br|\/p|\/div|\/li|\/tr|\/h[1-6])\b[^<>]{0,500}>/gi
const LINE_ENDS = /<br\s{0,9}\/?>\n?/gi
/** Tags that every HTML editor writes around a text, without a meaning of their own. */
const WRAPPERS = /<\/?(?:p|div|span|br)\b[^<>]{0,2000}>/gi
/** What somebody surely meant as a tag; `<stdio.h>` and `List<String>` are text in a lecture on programming. */
const SURE_TAGS = /<\/?(?:a|b|big|blockquote|br|center|code|div|em|font|h[1-6]|hr|i|img|li|ol|p|pre|small|span|strong|sub|sup|table|tbody|td|th|thead|tr|u|ul)\b[^<>]{0,2000}>/gi
const ANY_TAG = /<\/?[a-z][^<>]{0,2000}>/gi
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

/**
 * A text without its markup, and whether some was lost that meant anything. Where the file says that it is HTML
 * every tag goes and entities are written out; elsewhere only what is surely a tag.
 */
export function withoutMarkup (text: string, isHtml: boolean): { text: string, changed: boolean } {
  return isHtml ? withoutHtml(text) : stripped(text, SURE_TAGS)
}

function withoutHtml (text: string): { text: string, changed: boolean } {
  const lines = text.replace(LINE_ENDS, '\n')
  if (lines.search(ANY_TAG) < 0) return { text: decoded(lines), changed: false }
  return { text: stripped(text, ANY_TAG).text, changed: text.replace(WRAPPERS, '').search(ANY_TAG) >= 0 }
}

function stripped (text: string, tags: RegExp): { text: string, changed: boolean } {
  if (text.search(tags) < 0) return { text, changed: false }
  const bare = text.replace(BREAKS, '\n').replace(tags, '')
  return { text: decoded(bare).replace(/[ \t]*\n\s*/g, '\n').trim(), changed: true }
}

function decoded (text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/gi, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole
    const point = decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal)
    return point > 0x1f && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff) ? String.fromCodePoint(point) : whole
  })
}
