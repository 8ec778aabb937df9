/** The pictures of shared media, fetched when they are first to be painted. */
export class Pictures {
  readonly #pictures = new Map<string, HTMLImageElement>()
  readonly #arrived: () => void

  /** `arrived` hears of every picture that can be painted from now on. */
  constructor (arrived: () => void) {
    this.#arrived = arrived
  }

  /** The picture of a medium, or null while it is not there. */
  of (medium: string): HTMLImageElement | null {
    const known = this.#pictures.get(medium)
    if (known === undefined) void this.#fetch(medium)
    return known?.complete === true && known.naturalWidth > 0 ? known : null
  }

  /** Resolves when all of them are there, or will not come. */
  async all (media: readonly string[]): Promise<void> {
    await Promise.all(media.map((medium) => this.#fetch(medium)))
  }

  async #fetch (medium: string): Promise<void> {
    const picture = this.#pictures.get(medium) ?? new Image()
    if (!this.#pictures.has(medium)) {
      this.#pictures.set(medium, picture)
      // Else a picture from a store of its own would bar the canvas from being saved.
      picture.crossOrigin = 'anonymous'
      picture.src = `/media/${encodeURIComponent(medium)}`
    }
    try {
      await picture.decode()
      this.#arrived()
    } catch {
      // removed, or not to be had: its frame stays empty
    }
  }
}
