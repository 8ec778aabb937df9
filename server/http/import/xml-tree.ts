import { setImmediate } from 'node:timers/promises'
import { SaxesParser } from 'saxes'
import { lecternError } from '../../errors.ts'

/** An element of a file; names are without their prefix. Lines are counted from 1, both ends belong to it. */
export interface XmlElement {
  name: string
  attributes: Record<string, string>
  children: Array<XmlElement | string>
  fromLine: number
  toLine: number
}

/** A document as far as it could be read: what was closed before it broke is there. */
export interface XmlDocument {
  root: XmlElement | null
  /** Where and why it broke, and which part was open then; null for a whole one. */
  broken: { fromLine: number, toLine: number, message: string } | null
}

/** How much is read in one turn, in characters: about 2 ms. */
const CHUNK = 64 * 1024
/** No question nests deeper, and a recursion over it must end. */
const DEPTH_MAX = 100
/** Embedded pictures and sounds, which nobody reads. */
const SKIPPED = new Set(['file'])

/**
 * Reads XML in small turns. Nothing is ever fetched, and no entity but the five of XML itself is known.
 * @throws unsafe-xml for a document type: entities are declared there, and no quiz needs one
 */
export async function readXml (text: string): Promise<XmlDocument> {
  const reader = new Reader()
  for (let from = 0; from < text.length && reader.broken === null; from += CHUNK) {
    reader.write(text.slice(from, from + CHUNK))
    await setImmediate()
  }
  reader.end()
  return { root: reader.root, broken: reader.broken }
}

class Reader {
  root: XmlElement | null = null
  broken: XmlDocument['broken'] = null
  readonly #parser = new SaxesParser({ xmlns: false, position: true })
  readonly #open: XmlElement[] = []
  #tagLine = 1

  constructor () {
    const parser = this.#parser
    parser.on('doctype', () => { throw lecternError('unsafe-xml', { detail: `line ${parser.line}: document type` }) })
    parser.on('error', (error) => { this.#break(error) })
    parser.on('opentagstart', () => { this.#tagLine = parser.line })
    parser.on('opentag', ({ name, attributes }) => { this.#opened(name, attributes) })
    parser.on('closetag', () => { this.#closed() })
    parser.on('text', (content) => { this.#said(content) })
    parser.on('cdata', (content) => { this.#said(content) })
  }

  write (text: string): void {
    this.#parser.write(text)
  }

  end (): void {
    if (this.broken === null) this.#parser.close()
  }

  #break ({ message }: Error): void {
    if (this.broken !== null) return
    const part = this.#open[1]
    const { line } = this.#parser
    this.broken = { fromLine: part?.fromLine ?? line, toLine: line, message: message.replace(/^\d+:\d+: /, '') }
    // what stands open is not whole; what is around it is kept for its parts
    if (part !== undefined) this.root?.children.splice(this.root.children.indexOf(part), 1)
  }

  #opened (qualified: string, given: Record<string, string>): void {
    if (this.broken !== null) return
    const attributes = Object.fromEntries(Object.entries(given).map(([name, value]) => [localName(name), value]))
    const element: XmlElement = { name: localName(qualified), attributes, children: [], fromLine: this.#tagLine, toLine: this.#tagLine }
    this.#open.at(-1)?.children.push(element)
    this.root ??= element
    this.#open.push(element)
    if (this.#open.length > DEPTH_MAX) this.#break(new Error(`more than ${DEPTH_MAX} elements within each other`))
  }

  #closed (): void {
    if (this.broken !== null) return
    const element = this.#open.pop()
    if (element !== undefined) element.toLine = this.#parser.line
  }

  #said (content: string): void {
    const element = this.#open.at(-1)
    if (this.broken === null && element !== undefined && !SKIPPED.has(element.name)) element.children.push(content)
  }
}

function localName (name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

/** The elements right within one, all or those of a name. */
export function childrenOf (element: XmlElement, name?: string): XmlElement[] {
  return element.children.filter((child): child is XmlElement => typeof child !== 'string' && (name === undefined || child.name === name))
}

/** The first element at a path of names, or null. */
export function childAt (element: XmlElement, ...path: string[]): XmlElement | null {
  return path.reduce<XmlElement | null>((at, name) => at === null ? null : childrenOf(at, name)[0] ?? null, element)
}

/** Everything written within an element. */
export function contentOf (element: XmlElement | null): string {
  return element === null ? '' : element.children.map((child) => typeof child === 'string' ? child : contentOf(child)).join('')
}

/** All elements within one that a test accepts, in the order of the file; not within those. */
export function allWithin (element: XmlElement, test: (element: XmlElement) => boolean): XmlElement[] {
  return childrenOf(element).flatMap((child) => test(child) ? [child] : allWithin(child, test))
}
