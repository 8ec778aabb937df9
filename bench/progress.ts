/** One line on a terminal's stderr that says what is going on; silent where nobody watches. */
export class Progress {
  readonly #watched = process.stderr.isTTY

  say (text: string): void {
    if (this.#watched) process.stderr.write(`\r\u001b[K${text}`)
  }

  clear (): void {
    this.say('')
  }
}
