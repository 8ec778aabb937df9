import type { Logger } from 'pino'
import type { Key } from '../tokens.ts'
import type { MediaSettings } from './media/open-store.ts'

/** What the sidecar must be told. Everything else it reads from its database. */
export interface SidecarOptions {
  /** Address of a PostgreSQL, or file of the embedded database, made if it is missing; ':memory:' for one that is forgotten and cannot be exported from. */
  database: string
  keys: SidecarKeys
  media: MediaSettings
  /** Results are kept so long (days), the log so long (ms). */
  results: { keptDays: number, logMs: number }
  /** Who may come in: people with a launch token, or anybody with a link to a class that exists. */
  entry: 'signed' | 'open'
  /** Whether the launch tokens of load tests are taken. */
  synthetic: boolean
  /** Where people reach the pages, without a slash at the end; null: the request's own host. */
  publicUrl: string | null
  /** Where people reach the sockets, without a slash at the end; null: see addresses.ts. */
  socketUrl: string | null
  socketPort: number
  /** The partition of a class, as the log computes it. */
  partitionOf: (classCode: string) => number
  /** Where students come in, shown as QR; null: our own entry page, and under signed entry nothing. */
  joinUrl: string | null
  /** What phones in the same network call this machine: they cannot reach the `localhost` that a teacher at it has opened. */
  lanAddress: string
  /** Origins of other sites whose pages may call us and show us in a frame. */
  origins: readonly string[]
  /** Folder of the built client; null serves no pages. */
  clientDir: string | null
  logger: Logger
  /** Addresses and networks whose X-Forwarded-For is believed; empty: nobody's. */
  trustProxy: readonly string[]
}

export interface SidecarKeys {
  /** Sign and check tickets, resume tokens and bearer tokens. */
  ticket: readonly Key[]
  /** Check the host service's launch tokens (HS256); may be empty. */
  launch: readonly Key[]
  /** Address or file of the host service's public keys, which check launch tokens too; null: there are none. */
  launchJwks: string | null
  /** What the host service shows at POST /socket/join. */
  hostCredential: string | null
  /** What a teacher shows under open entry. */
  teacherKey: string | null
}
