import type { Page } from 'playwright-core'

/**
 * Words of a page that somebody cannot read whole or that lie over others, and buttons that leave it: what an
 * accessibility check and the width of the page do not tell. What is scrolled away or shortened with an ellipsis is
 * as it should be.
 */
export async function misplaced (page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    interface Words { element: Element, box: DOMRect, name: string }
    const seen = { opacityProperty: true, visibilityProperty: true }
    const nameOf = (element: Element, text: string | null): string => `${element.tagName.toLowerCase()} "${(text ?? '').trim().slice(0, 30)}"`
    const clips = (value: string): boolean => value === 'hidden' || value === 'clip'
    const parents = (element: Element | null): Element[] => element === null ? [] : [element, ...parents(element.parentElement)]

    /** What is left of a box within all that cuts or scrolls it, and whether something cuts it. */
    function within (element: Element, box: DOMRect): { left: DOMRect, cut: boolean } {
      let { left, top, right, bottom } = box
      let cut = false
      for (const parent of parents(element)) {
        const style = getComputedStyle(parent)
        const { overflowX, overflowY, display, textOverflow, position } = style
        const edge = parent.getBoundingClientRect()
        if (display !== 'inline' && parent !== document.documentElement && (overflowX !== 'visible' || overflowY !== 'visible')) {
          // only to be read out
          if (edge.width <= 1) return { left: new DOMRect(), cut: false }
          // an ellipsis shortens lines of a block, not of a row of boxes
          const shortened = textOverflow === 'ellipsis' && display.includes('block')
          if (clips(overflowX) && !shortened && (right > edge.right + 1.5 || left < edge.left - 1.5)) cut = true
          if (clips(overflowY) && style.webkitLineClamp === 'none' && (bottom > edge.bottom + 4 || top < edge.top - 4)) cut = true
          left = Math.max(left, edge.left)
          right = Math.min(right, edge.right)
          top = Math.max(top, edge.top)
          bottom = Math.min(bottom, edge.bottom)
        }
        if (position === 'fixed') break
      }
      return { left: new DOMRect(left, top, Math.max(0, right - left), Math.max(0, bottom - top)), cut }
    }

    const isOf = (element: Element, x: number, y: number): boolean => {
      const there = document.elementFromPoint(x, y)
      return there !== null && (element.contains(there) || there.contains(element))
    }
    /** Whether one lies on a sheet of its own above the other: a menu, a dialog, a bar that stays. */
    const apart = (one: Element, other: Element): boolean => {
      let opaque = false
      return parents(one).some((parent) => {
        const { position, backgroundColor } = getComputedStyle(parent)
        opaque ||= backgroundColor !== 'rgba(0, 0, 0, 0)'
        return opaque && position !== 'static' && position !== 'relative' && !parent.contains(other)
      })
    }
    const meet = (one: DOMRect, other: DOMRect): boolean =>
      Math.min(one.right, other.right) - Math.max(one.left, other.left) > 2 && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 2
    const over = (one: Words, other: Words): boolean =>
      one.element !== other.element && meet(one.box, other.box) && !apart(one.element, other.element) && !apart(other.element, one.element)

    const faults: string[] = []
    const words: Words[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode() !== null) {
      const node = walker.currentNode
      const element = node.parentElement
      if (element === null || node.textContent?.trim() === '' || !element.checkVisibility(seen) || element.closest('.sr, svg') !== null) continue
      const range = document.createRange()
      range.selectNodeContents(node)
      // a very long word must break somewhere on a phone, as an address, and many in a narrow table
      for (const { 0: word, index } of (element.closest('td') === null ? node.textContent ?? '' : '').matchAll(/(?<![A-Za-z]|:\/\/\S*)[A-Za-z]{2,13}(?![A-Za-z])/g)) {
        const letters = document.createRange()
        letters.setStart(node, index)
        letters.setEnd(node, index + word.length)
        if (new Set([...letters.getClientRects()].map(({ top }) => Math.round(top))).size > 1) faults.push(`${word} in ${nameOf(element, node.textContent)} is broken`)
      }
      for (const line of range.getClientRects()) {
        const { left: box, cut } = within(element, line)
        const name = nameOf(element, node.textContent)
        if (box.width < 2 || box.height < 4) continue
        if (cut) faults.push(`${name} is cut`)
        if (box.right > innerWidth + 1 || box.left < -1) faults.push(`${name} leaves the page`)
        const middle = (box.top + box.bottom) / 2
        if (![box.left + 2, (box.left + box.right) / 2, box.right - 2].some((x) => isOf(element, x, middle))) continue
        // lines may stand close, but letters may not touch
        const air = box.height * 0.18
        words.push({ element, box: new DOMRect(box.left, box.top + air, box.width, box.height - 2 * air), name })
      }
    }
    words.forEach((one, i) => { faults.push(...words.slice(i + 1).filter((other) => over(one, other)).map(({ name }) => `${one.name} and ${name} lie over each other`)) })

    for (const button of document.querySelectorAll('button, a[href], input, select, textarea')) {
      if (!button.checkVisibility(seen) || button.closest('.sr') !== null) continue
      const { left: box } = within(button, button.getBoundingClientRect())
      if (box.width < 4 || box.height < 4 || !isOf(button, (box.left + box.right) / 2, (box.top + box.bottom) / 2)) continue
      const name = nameOf(button, button.getAttribute('aria-label') ?? button.textContent)
      if (box.right > innerWidth + 1 || box.left < -1) faults.push(`${name} leaves the page`)
      const own = { element: button, box, name }
      faults.push(...words.filter(({ element }) => !button.contains(element) && !element.contains(button)).filter((each) => over(own, each)).map((each) => `${each.name} lies over ${name}`))
    }
    return [...new Set(faults)]
  })
}
