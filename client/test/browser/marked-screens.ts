import { basename } from 'node:path'
import type { Page } from 'playwright-core'
import type { Plugin } from 'vite'

/** Builds every screen with a mark, so that a test can tell which ones are really on a page. */
export const markScreens: Plugin = {
  name: 'mark-screens',
  enforce: 'pre',
  transform: (code, id) => /\/screens\/\w+\.svelte$/.test(id) ? `${code}\n<template data-screen="${basename(id, '.svelte')}"></template>` : null
}

/** Those of `screens` that are not on the page. */
export async function missingScreens (page: Page, screens: readonly string[]): Promise<string[]> {
  const there = await page.evaluate(() => [...document.querySelectorAll('[data-screen]')].map((each) => each.getAttribute('data-screen')))
  return screens.filter((screen) => !there.includes(screen))
}
