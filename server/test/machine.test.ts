import t from 'tap'
import { createLogger } from '../logger.ts'
import { warnOfDescriptors, watchDisk } from '../machine.ts'

function recorder () {
  const lines: Array<Record<string, unknown>> = []
  const logger = createLogger({ level: 'info', role: 'relay', terminal: false, destination: { write: (line) => { lines.push(JSON.parse(line)) } } })
  return { logger, lines }
}

function limits (soft: string): string {
  return `Limit                     Soft Limit           Hard Limit           Units\nMax open files            ${soft.padEnd(21)}1048576              files\n`
}

t.test('a low limit of open files is told, with what is needed', async (t) => {
  const { logger, lines } = recorder()
  warnOfDescriptors(logger, limits('1024'))
  t.match(lines, [{ level: 'warn', msg: 'descriptors-low', limit: 1024, needed: 21000 }])
})

t.test('nothing is said of a high limit, of none, and where there is no /proc', async (t) => {
  const { logger, lines } = recorder()
  warnOfDescriptors(logger, limits('1048576'))
  warnOfDescriptors(logger, limits('unlimited'))
  warnOfDescriptors(logger, '')
  t.same(lines, [])
})

t.test('a disk that is nearly full is told', async (t) => {
  const { logger, lines } = recorder()
  const space = Promise.resolve({ bavail: 1000, blocks: 20000, bsize: 4096 })
  watchDisk(logger, '.', () => space)()
  await space
  t.match(lines, [{ level: 'warn', msg: 'disk-low', freeBytes: 4096000, freePercent: 5 }])
})

t.test('nothing is said of a disk with room, nor of one that cannot be asked', async (t) => {
  const { logger, lines } = recorder()
  const roomy = Promise.resolve({ bavail: 1e9, blocks: 2e9, bsize: 4096 })
  watchDisk(logger, '.', () => roomy)()
  await roomy
  const broken = Promise.reject(new Error('no such folder'))
  watchDisk(logger, '.', () => broken)()
  await broken.catch(() => {})
  t.same(lines, [])
})
