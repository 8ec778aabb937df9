import type { Attachment } from 'svelte/attachments'

/**
 * Steps a text down until it fits its box: `data-step` 0, 1, … `steps`; the styles say what a step looks like.
 * `text` is what it is measured for.
 */
export function fit (text: string, steps: number): Attachment<HTMLElement> {
  return (element) => {
    const measure = () => {
      for (let step = 0; step <= steps; step++) {
        element.dataset['step'] = String(step)
        if (element.scrollHeight <= element.clientHeight + 1 && element.scrollWidth <= element.clientWidth + 1) break
      }
    }
    void text
    measure()
    const observer = new ResizeObserver(measure)
    if (element.parentElement !== null) observer.observe(element.parentElement)
    return () => { observer.disconnect() }
  }
}
