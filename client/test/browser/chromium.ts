import { chromium } from 'playwright-core'
import type { Browser } from 'playwright-core'

/** The system's browser, without a word to the network by itself. */
export async function launchChromium (): Promise<Browser> {
  return await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
  })
}
