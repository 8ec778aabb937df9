import { COLOURS, LETTER, LINE } from '../classroom/whiteboard-model.ts'

/** The colours of one theme, by their place in the palette. */
export interface Palette {
  paper: string
  inks: readonly string[]
}

/** On white. Every ink has at least 4.5:1, so that thin lines and small letters stay readable. */
export const LIGHT: Palette = {
  paper: '#FFFFFF',
  inks: ['#14181A', '#C2271E', '#A84A00', '#7A6000', '#0B6B3A', '#006A70', '#1D56D0', '#6A3FB8']
}

/** On the dark sheet: the same hues, lighter. */
export const DARK: Palette = {
  paper: '#191D1F',
  inks: ['#F3F5F2', '#FF9085', '#F7A35C', '#FFD83D', '#6FD79A', '#6CD0D4', '#8FB4FF', '#C3A8FF']
}

/** The ink of a place in the palette; a place that this release does not know is written in the first. */
export function inkOf (palette: Palette, colour: number): string {
  return palette.inks[colour] ?? (palette.inks[0] as string)
}

/** What a person may choose from, as numbers of the wire; widths and letters in units of the sheet. */
export const CHOICES = {
  colours: Array.from({ length: COLOURS }, (_, i) => i),
  widths: [14, 28, 64].filter((width) => width >= LINE.min && width <= LINE.max),
  letters: [120, 200, 360].filter((size) => size >= LETTER.min && size <= LETTER.max)
}
