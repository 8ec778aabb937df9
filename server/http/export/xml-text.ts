/** Pieces of XML, already written. Text must come through `text`. */
export type Xml = string

/** What XML 1.0 cannot hold at all, not even escaped: control characters and halves of a pair. */
const IMPOSSIBLE = /(?![\t\n\u007f-\u009f])\p{Cc}|[\p{Cs}\ufffe\uffff]/gu

/** A text, escaped so that it stands in content and in attributes alike. */
export function text (raw: string): Xml {
  return raw.replace(/\r\n?/g, '\n').replace(IMPOSSIBLE, '').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

/** An element; values of attributes are escaped here, content is XML already. */
export function element (name: string, attributes: Record<string, string | number | boolean>, ...content: Xml[]): Xml {
  const pairs = Object.entries(attributes).map(([key, value]) => ` ${key}="${text(String(value)).replaceAll('\n', '&#10;').replaceAll('\t', '&#9;')}"`).join('')
  return content.length === 0 ? `<${name}${pairs}/>` : `<${name}${pairs}>${content.join('')}</${name}>`
}

/** A whole document. */
export function document (root: Xml): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`
}
