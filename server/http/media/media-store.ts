/** Where a client sends a file: an address with the headers that belong to it. */
export interface UploadTarget {
  url: string
  headers: Record<string, string>
}

/** Where the bytes of an object are: at an address that is good for a while, or in a file of this machine. */
export type Whereabouts =
  | { url: string, seconds: number }
  | { folder: string, file: string }

/** What a file must be when it has arrived. */
export interface Expected {
  bytes: number
  /** Base64, as S3 and browsers write it. */
  sha256: string
}

/**
 * Holds the bytes of media under keys. One contract for a folder and for S3: media-store-contract.ts.
 * Keys are made by us of class codes and random ids; nothing that a person wrote is part of one.
 */
export interface MediaStore {
  /** Origin that browsers reach the objects at, null where it is our own. */
  readonly origin: string | null
  /** Where a client may put the object `key` itself for 5 min; null: the sidecar receives it. */
  target (key: string, expected: Expected): Promise<UploadTarget | null>
  /** Puts the file `path` under `key`, whole or not at all. */
  put (key: string, path: string, type: string): Promise<void>
  /**
   * Copies an object to the file `path`, never more than `limit` bytes and one.
   * @throws changed-media when there is none
   */
  fetch (key: string, path: string, limit: number): Promise<void>
  locate (key: string): Promise<Whereabouts>
  /** Whether pages of `origin` may put objects where `target` says. @throws unavailable when it cannot be told */
  admits (origin: string): Promise<boolean>
  /** Removes what there is of `keys`. */
  remove (keys: readonly string[]): Promise<void>
}
