import type { CloseCode } from '../wire/close-codes.ts'

/** One person's WebSocket as the rest of the relay sees it. Every call is harmless once the line is closed. */
export interface Line {
  /** Sends one message (frames back to back); the bytes are copied at once. */
  send (bytes: Uint8Array): void
  /** Runs `write` so that its sends, and what is pending of the line's topics, leave in one system call. */
  cork (write: () => void): void
  /** Ends the line; the code tells the client what to do. `reason` is a delay in ms where a code takes one. */
  close (code: CloseCode, reason?: string): void
  subscribe (topic: string): void
  /** Bytes that the kernel has not taken yet. */
  buffered (): number
}

/** Sends to every line that has subscribed to a topic. */
export type Publish = (topic: string, bytes: Uint8Array) => void
