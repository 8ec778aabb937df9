import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import type { Test } from 'tap'
import { ROOT, linksOf, openHouse, privateSettings, temporaryFolder } from '../../../server/test/program/running-program.ts'
import type { Env, Links, RunningProgram } from '../../../server/test/program/running-program.ts'
import { launchChromium } from './chromium.ts'
import { Person } from './lesson-person.ts'
import type { Circumstances } from './lesson-person.ts'

/** A program of its own for a test, and a browser with which people come to it. */
export interface OpenProgram {
  env: Env
  program: RunningProgram
  links: Links
  /** Where its pages may speak to. */
  origins: readonly string[]
  browser: Browser
  /** Folder for photographs. */
  shots: string
  come (circumstances: Omit<Circumstances, 'origins'> & Partial<Pick<Circumstances, 'origins'>>): Promise<Person>
}

/** Starts program and browser; both end with the test. Photographs go to shots/`name`. */
export async function openProgram (t: Test, name: string): Promise<OpenProgram> {
  const env = await privateSettings(await temporaryFolder(t))
  const program = openHouse(t, env)
  const links = await linksOf(program)
  const origins = [links.students.origin, `ws://127.0.0.1:${env['PORT_SOCKET']}`]
  const browser = await launchChromium()
  t.teardown(() => browser.close())
  const shots = join(ROOT, 'shots', name)
  await mkdir(shots, { recursive: true })
  return { env, program, links, origins, browser, shots, come: (circumstances) => Person.come(browser, { origins, ...circumstances }) }
}

/** The viewport of a usual phone. */
export const PHONE = { width: 390, height: 844 }
