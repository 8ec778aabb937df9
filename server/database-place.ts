import { join } from 'node:path'
import type { Config } from './config.ts'

/** Where the database is: the address of a PostgreSQL, or the file of the embedded one. */
export function databasePlace ({ databaseUrl, dataDir }: Pick<Config, 'databaseUrl' | 'dataDir'>): string {
  return databaseUrl === '' ? join(dataDir, 'lectern.db') : databaseUrl
}
