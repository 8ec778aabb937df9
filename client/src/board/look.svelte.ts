import { MediaQuery } from 'svelte/reactivity'
import { DARK, LIGHT } from '../../../server/board/palette.ts'
import type { Palette } from '../../../server/board/palette.ts'
import type { Look } from './scene.ts'

const dark = new MediaQuery('prefers-color-scheme: dark', false)
const still = new MediaQuery('prefers-reduced-motion: reduce', false)

/** The colours of the theme that is set now. */
export function paletteNow (): Palette {
  return dark.current ? DARK : LIGHT
}

/** How a board looks in this element, as theme and motion are set now; read inside `$derived` so that a switch is followed. */
export function lookIn (element: Element): Look {
  return { palette: paletteNow(), font: getComputedStyle(element).fontFamily, still: still.current }
}
