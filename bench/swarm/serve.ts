/** The names of what can be asked of `T`, what each is given, and what comes of it. */
export type Operation<T> = Exclude<{ [K in keyof T]: T[K] extends (plan: never) => Promise<unknown> ? K : never }[keyof T], symbol>
export type Plan<T, O extends keyof T> = T[O] extends (plan: infer P) => Promise<unknown> ? P : never
export type Outcome<T, O extends keyof T> = T[O] extends (plan: never) => Promise<infer R> ? R : never

interface Call<T> { id: number, operation: Operation<T>, plan: unknown }

/** Makes this process a generator: does with `operations` what its parent asks over IPC, answers with the result, ends with its parent. */
export function serve<T extends object> (operations: T): void {
  const run = async ({ id, operation, plan }: Call<T>): Promise<void> => {
    const act = (operations[operation] as (plan: unknown) => Promise<unknown>).bind(operations)
    process.send?.({ id, result: await act(plan) })
  }
  process.on('message', (call) => { void run(call as Call<T>) })
  process.on('disconnect', () => process.exit())
  // Ctrl-C reaches the whole process group; the parent decides when to stop.
  process.on('SIGINT', () => {})
}
