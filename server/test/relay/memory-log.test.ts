import t from 'tap'
import { eventLogContract } from '../log/event-log-contract.ts'
import { MemoryLog } from './memory-log.ts'

eventLogContract(t, 'memory', () => {
  const log = new MemoryLog(8)
  return { open: async () => log.connect() }
})
