import { SHEET } from '../classroom/whiteboard-model.ts'
import type { Label } from './items.ts'

/** Distance of the lines of a text, in its letters' heights. */
export const LINE_HEIGHT = 1.3

/** The lines of a text: its own, and new ones where it would leave the sheet. `measure` tells the width of a text in units. */
export function labelLines ({ text, x }: Pick<Label, 'text' | 'x'>, measure: (text: string) => number): string[] {
  const room = SHEET.width - x
  return text.split('\n').flatMap((line) => broken(line, room, measure))
}

/** Breaks between words, and inside one that is wider than the line. */
function broken (line: string, room: number, measure: (text: string) => number): string[] {
  const lines: string[] = []
  let rest = line
  while (measure(rest) > room && rest.length > 1) {
    let fits = rest.length - 1
    while (fits > 1 && measure(rest.slice(0, fits)) > room) fits--
    const space = rest.lastIndexOf(' ', fits)
    const at = space > 0 ? space : fits
    lines.push(rest.slice(0, at))
    rest = rest.slice(at).trimStart()
  }
  return [...lines, rest]
}
