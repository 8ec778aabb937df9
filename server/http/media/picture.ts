import sharp from 'sharp'
import type { OutputInfo } from 'sharp'
import { lecternError } from '../../errors.ts'

/** The most pixels of a picture, all frames together: decoded it takes 4 bytes for each. */
const PIXELS_MAX = 40_000_000
/** The longest side of what is kept, in pixels: a projector's, and a phone's. */
const LARGE = 1920
const SMALL = 640
/** How long one picture may take (s). */
const SECONDS_MAX = 20

// One picture at a time in one thread, nothing kept: the sidecar lets a lecture hall in meanwhile.
sharp.concurrency(1)
sharp.cache(false)
// Loaders of everything are compiled in, SVG and PDF too; only these are let near a stranger's bytes.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({ operation: ['VipsForeignLoadPng', 'VipsForeignLoadJpeg', 'VipsForeignLoadWebp', 'VipsForeignLoadNsgif', 'VipsForeignLoadHeif'] })

export interface Picture {
  bytes: number
  width: number
  height: number
}

/**
 * Draws the picture in the file `path` anew, into `large` and `small`, as WebP: upright, without EXIF, places
 * and whatever else was hidden in it.
 * @throws bad-media when it is none, or too-large for one that unfolds to more than 40 megapixels
 */
export async function redraw (path: string, large: string, small: string): Promise<Picture> {
  try {
    const { width, height, pageHeight, size } = await draw(path, LARGE, 82, large)
    await draw(large, SMALL, 72, small)
    return { bytes: size, width, height: pageHeight ?? height }
  } catch (error) {
    throw lecternError(/pixel limit/i.test((error as Error).message) ? 'too-large' : 'bad-media', { cause: error })
  }
}

function draw (from: string, side: number, quality: number, to: string): Promise<OutputInfo> {
  return sharp(from, { animated: true, limitInputPixels: PIXELS_MAX, failOn: 'error', sequentialRead: true })
    .autoOrient()
    .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
    .webp({ quality, effort: 3 })
    .timeout({ seconds: SECONDS_MAX })
    .toFile(to)
}
