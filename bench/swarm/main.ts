import { Operations } from './operations.ts'
import type { Operation } from './operations.ts'

/** A generator process: does what its parent asks over IPC, answers with the result, ends with its parent. */

interface Call { id: number, operation: Operation, plan: unknown }

const operations = new Operations()

async function run ({ id, operation, plan }: Call): Promise<void> {
  const act = operations[operation].bind(operations) as (plan: unknown) => Promise<unknown>
  process.send?.({ id, result: await act(plan) })
}

process.on('message', (call) => { void run(call as Call) })
process.on('disconnect', () => process.exit())
// Ctrl-C reaches the whole process group; the parent decides when to stop.
process.on('SIGINT', () => {})
