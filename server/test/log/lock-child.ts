import { lockFolder } from '../../log/folder-lock.ts'

/** Takes the folder of its argument, says so and lives on; or says why not. */
try {
  lockFolder(process.argv[2]!)
  process.stdout.write('held\n')
  setInterval(() => {}, 60_000)
} catch (error) {
  process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n`)
}
