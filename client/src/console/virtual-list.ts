/** Which rows of a long list to draw. */
export interface Window {
  first: number
  /** One past the last drawn row. */
  end: number
  /** Heights of what is left out, in px. */
  above: number
  below: number
}

/** Rows drawn beyond each edge, so that a quick scroll or Tab finds a row. */
const SPARE = 6

/** The rows of `count`, each `rowHeight` px high, that a viewport of `height` px at `scrollTop` needs. */
export function visibleRows (count: number, rowHeight: number, scrollTop: number, height: number): Window {
  const top = Math.min(Math.max(0, scrollTop), Math.max(0, count * rowHeight - height))
  const first = Math.max(0, Math.floor(top / rowHeight) - SPARE)
  const end = Math.min(count, Math.ceil((top + height) / rowHeight) + SPARE)
  return { first, end, above: first * rowHeight, below: (count - end) * rowHeight }
}
