import { MediaQuery } from 'svelte/reactivity'

/** Room for list and people beside the stage; below it they are drawers. */
export const wide = new MediaQuery('min-width: 1200px', true)

/** One column, the next step at the thumb. */
export const narrow = new MediaQuery('max-width: 699.98px', false)
