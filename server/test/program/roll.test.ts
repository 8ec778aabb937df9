import { join } from 'node:path'
import t from 'tap'
import { openLmdbLog } from '../../log/lmdb-log.ts'
import { isFoldOf, rolled, writeGolden } from './golden-lanes.ts'
import { privateSettings, temporaryFolder } from './running-program.ts'

t.test('C2 C21 M1 an embedded log of the golden form is taken up after a roll, and what a newer release wrote is left out, at every start', async (t) => {
  const dir = await temporaryFolder(t)
  const open = async (): ReturnType<typeof openLmdbLog> => await openLmdbLog({ dir: join(dir, 'log') })
  const log = await open()
  await writeGolden(log)
  await log.close()
  const env = await privateSettings(dir)
  for (let starts = 0; starts < 2; starts++) {
    const state = await rolled(t, env, 0, 'SIGKILL')
    const log = await open()
    await isFoldOf(t, log, state)
    await log.close()
  }
})
