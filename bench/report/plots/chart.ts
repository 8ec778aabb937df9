import * as Plot from '@observablehq/plot'
import { parseHTML } from 'linkedom'
import { BARE, LECTERN, SEED, SOCKET_IO, WS } from '../../scenarios/rivals/names.ts'

const FONT = 'system-ui, -apple-system, "Segoe UI", sans-serif'

/**
 * The look of all plots. Colours are variables of the picture itself, so that it follows the reader's light or
 * dark setting where it is shown as an image; it paints its own ground, so that a page of the other kind does
 * no harm.
 */
const STYLE = `
svg { --ground: #ffffff; --ink: #1f2328; --faint: #59636e; --rule: #d8dee4; --blue: #0969da; --grey: #6e7781; --amber: #b76e00;
  --violet: #8250df; --red: #cf222e; color: var(--ink); background: var(--ground); font: 12px ${FONT} }
@media (prefers-color-scheme: dark) {
  svg { --ground: #0d1117; --ink: #e6edf3; --faint: #9198a1; --rule: #262c34; --blue: #58a6ff; --grey: #9aa4b2; --amber: #e3a008;
    --violet: #bc8cff; --red: #ff7b72 }
}
`

/** One colour for one name, in all plots. */
const COLOURS: Record<string, string> = {
  [LECTERN]: 'var(--blue)',
  [BARE]: 'var(--grey)',
  [WS]: 'var(--amber)',
  [SOCKET_IO]: 'var(--violet)',
  [SEED]: 'var(--red)'
}
export const FAINT = 'var(--faint)'
export const RULE = 'var(--rule)'

const WIDTH = 840
/** Room for title and subtitle, and for the names of panels below them. */
export const HEADING = 66
export const PANELS = 24
const INDENT = 16
/** Room that a name takes in the legend. */
const LEGEND = { left: 64, apart: 150, y: 68 }

/** What the picture shows, as a sentence; below it in small where the figures are from; and whose colours need a name. */
export interface Chart extends Plot.PlotOptions {
  title: string
  subtitle: string
  height: number
  legend?: readonly string[]
}

/** Draws a chart as the text of an SVG file. */
export function draw ({ title, subtitle, legend = [], ...options }: Chart): string {
  const { document } = parseHTML('<html></html>')
  const svg = Plot.plot({
    // linkedom's document has what Plot asks of one
    document: document as never,
    width: WIDTH,
    marginTop: HEADING,
    marginBottom: 48,
    color: { domain: Object.keys(COLOURS), range: Object.values(COLOURS) },
    ...options
  })
  const write = (text: string, x: number, y: number, style: string): void => {
    const line = document.createElementNS('http://www.w3.org/2000/svg', 'text')
    for (const [name, value] of Object.entries({ x, y, style, 'text-anchor': 'start' })) line.setAttribute(name, String(value))
    line.textContent = text
    svg.appendChild(line)
  }
  svg.querySelector('style')!.textContent += STYLE
  write(title, INDENT, 26, 'font-size: 16px; font-weight: 600')
  write(subtitle, INDENT, 46, `fill: ${FAINT}`)
  legend.forEach((name, place) => {
    write(`● ${name}`, LEGEND.left + place * LEGEND.apart, LEGEND.y, `fill: ${COLOURS[name]!}; font-weight: 600`)
  })
  svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  svg.setAttribute('role', 'img')
  svg.setAttribute('aria-label', `${title}. ${subtitle}`)
  return `${svg.outerHTML}\n`
}

/** Moves values apart, so that the labels beside them stand at least `gap` from each other, in their order. */
export function apart (values: number[], gap: number): number[] {
  const order = values.map((_, index) => index).sort((a, b) => values[a]! - values[b]!)
  const moved = [...values]
  for (let place = 1; place < order.length; place++) {
    const below = moved[order[place - 1]!]!
    moved[order[place]!] = Math.max(moved[order[place]!]!, below + gap)
  }
  return moved
}
