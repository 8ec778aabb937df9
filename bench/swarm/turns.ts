/**
 * What must not wait for a whole round of the event loop: a publish to 5,000 sockets is 5,000 reads, which
 * libuv hands over one after another before it looks at a timer.
 */
const tasks: Array<() => void> = []

/** Has `task` done at every turn from now on; the returned function ends it. */
export function atEveryTurn (task: () => void): () => void {
  tasks.push(task)
  return () => { tasks.splice(tasks.indexOf(task), 1) }
}

/** Called after each read from a socket. */
export function turn (): void {
  for (const task of tasks) task()
}
