import type { Words } from './words.ts'
import type { XmlElement } from './xml-tree.ts'

const BLOCKS = new Set(['p', 'div', 'li', 'tr', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'pre', 'blockquote', 'ul', 'ol', 'table', 'simpleChoice', 'prompt'])
/** What says nothing by itself. */
const PLAIN = new Set(['p', 'div', 'span', 'br', 'pre', 'prompt', 'simpleChoice', 'simpleAssociableChoice'])

/**
 * The text of QTI's XHTML: blanks run together as a browser shows them, but in `pre`. What `skip` accepts is left
 * out. Lost markup and pictures are noted.
 */
export function xhtmlText (element: XmlElement, words: Words, skip: (element: XmlElement) => boolean = () => false): string {
  const lines: string[] = ['']
  const say = (text: string): void => { lines[lines.length - 1] += text }
  const end = (): void => { if (lines.at(-1)?.trim() !== '') lines.push('') }
  const walk = (at: XmlElement, kept: boolean): void => {
    for (const child of at.children) {
      if (typeof child === 'string') say(kept ? child : child.replace(/[ \t\n]+/g, ' '))
      else if (!skip(child)) visit(child, kept)
    }
  }
  const visit = (child: XmlElement, kept: boolean): void => {
    if (child.name === 'br') lines.push('')
    else if (child.name === 'img' || child.name === 'object') words.bend('picture-removed')
    else {
      if (!PLAIN.has(child.name)) words.bend('html-removed')
      if (BLOCKS.has(child.name)) end()
      walk(child, kept || child.name === 'pre')
      if (BLOCKS.has(child.name)) end()
    }
  }
  walk(element, element.name === 'pre')
  return lines.map((line) => line.includes('\n') ? line : line.replace(/^ | $/g, '')).join('\n').trim()
}
