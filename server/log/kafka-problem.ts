/** Why Kafka cannot hold the log, as one clear line for whoever started the process. */
export class KafkaProblem extends Error {
  override readonly name = 'KafkaProblem'
  /** Whether somebody has to change a setting, here or in the cluster; else the cluster was not to be had. */
  readonly wantsChange: boolean

  constructor (line: string, wantsChange: boolean) {
    super(line)
    this.wantsChange = wantsChange
  }
}
