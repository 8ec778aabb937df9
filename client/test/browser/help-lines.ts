import type { Page } from 'playwright-core'

/**
 * What can be pressed, chosen or written in inside `within` and has no line of help, or one that says no more than its
 * name; of colours and widths the name is all there is to say.
 */
export async function helpless (page: Page, within = 'body'): Promise<string[]> {
  return await page.evaluate((within) => {
    const controls = 'button, a[href], input, textarea, select, summary, [role="button"], [role="switch"], [role="tab"], [role="slider"], [role="menuitem"], [role="menuitemradio"]'
    const text = (element: Element | null): string => element?.textContent?.trim() ?? ''
    return [...document.querySelectorAll<HTMLElement>(controls)]
      .filter((each) => each.closest(within) !== null && each.checkVisibility())
      .filter((each) => {
        const help = each.title || (each.closest('label')?.title ?? '')
        const isRadio = each instanceof HTMLInputElement && each.type === 'radio'
        return help.trim() === '' || (!isRadio && [each.getAttribute('aria-label'), text(each), text(each.closest('label'))].includes(help))
      })
      .map((each) => `${each.tagName.toLowerCase()} ${each.getAttribute('aria-label') ?? (text(each) || text(each.closest('label')))}`.slice(0, 60))
  }, within)
}
