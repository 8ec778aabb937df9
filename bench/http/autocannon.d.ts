/** What the bench uses of autocannon, which brings no types. */
declare module 'autocannon' {
  interface Request { method: string, path: string, headers: Record<string, string>, body: string }
  interface Options { url: string, connections: number, duration: number, requests: Request[], overallRate?: number }

  /** Times in ms. */
  interface Statistic { average: number, p50: number, p90: number, p97_5: number, p99: number, p99_9: number, max: number }
  interface Result {
    requests: { total: number, average: number }
    latency: Statistic
    /** Connection errors, and of them timeouts. */
    errors: number
    timeouts: number
    non2xx: number
    /** In seconds. */
    duration: number
  }

  export default function autocannon (options: Options): Promise<Result>
}
