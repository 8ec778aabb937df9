/** Exit code for settings that make no sense (EX_CONFIG of sysexits.h). */
export const EXIT_CONFIG = 78

/** Why the program cannot start, as one clear line for whoever started it. */
export class StartError extends Error {
  override readonly name = 'StartError'
  readonly exitCode: number

  constructor (line: string, exitCode: number) {
    super(line)
    this.exitCode = exitCode
  }
}
