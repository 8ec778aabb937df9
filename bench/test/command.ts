import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Test } from 'tap'
import type { Report } from '../report.ts'

/** The built bench, run as people run it. */

export const built = (file: string): string => fileURLToPath(new URL(`../../dist/${file}`, import.meta.url))

export interface Running {
  child: ChildProcess
  ended: Promise<{ code: number, output: string }>
}

/** Starts it in a process group of its own, as a terminal does. */
export function start (args: string[], env: NodeJS.ProcessEnv = {}): Running {
  const child = spawn(process.execPath, [built('bench/run.js'), ...args], { detached: true, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } })
  let output = ''
  child.stdout.on('data', (piece: Buffer) => { output += piece.toString() })
  child.stderr.on('data', (piece: Buffer) => { output += piece.toString() })
  return { child, ended: once(child, 'close').then(([code]) => ({ code: code as number, output })) }
}

export function read (file: string): Report {
  return JSON.parse(readFileSync(file, 'utf8')) as Report
}

/** What must be true of every report, whatever was measured. Times and costs are not asked. */
export function nothingWrong (t: Pick<Test, 'same' | 'ok'>, { verdicts, figures, budgets }: Report): void {
  t.same(verdicts, { lost: 0, duplicated: 0, gaps: 0 })
  t.ok(Object.keys(figures).length >= 3)
  const never = budgets.filter(({ limit }) => limit === 0)
  t.ok(never.length > 0)
  t.same(never.filter(({ holds }) => holds !== true), [], 'nothing happened that must never happen')
}
