import { GlobalWorkerOptions, getDocument } from 'pdfjs-dist'
import type { PDFPageProxy } from 'pdfjs-dist'
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url'
import { MEDIA_LIMITS } from '../../../server/classroom/media.ts'
import { MediaFailed } from './media-api.ts'

GlobalWorkerOptions.workerSrc = workerUrl

/** The longest side of a page as it is drawn, in pixels: what the server keeps at most. */
const SIDE = 1920
const QUALITY = 0.9

/**
 * Draws every page of a PDF as a picture, in this browser: its fonts are here, and nobody else is sent what a PDF
 * may carry besides pages. `onprogress` hears from 0 to 1.
 * @throws MediaFailed (`bad-pdf`, `too-many-pages`), AbortError
 */
export async function drawPages (file: Blob, onprogress: (done: number) => void, signal: AbortSignal): Promise<Blob[]> {
  const task = getDocument({
    data: await file.arrayBuffer(), cMapUrl: `${PDF_FILES}cmaps/`, standardFontDataUrl: `${PDF_FILES}standard_fonts/`, wasmUrl: `${PDF_FILES}wasm/`, useWasm: false, enableXfa: false, isEvalSupported: false
  })
  try {
    const pdf = await task.promise
    if (pdf.numPages > MEDIA_LIMITS.pages) throw new MediaFailed('too-many-pages')
    const pages: Blob[] = []
    for (let n = 1; n <= pdf.numPages; n++) {
      signal.throwIfAborted()
      pages.push(await drawPage(await pdf.getPage(n)))
      onprogress(n / pdf.numPages)
    }
    return pages
  } catch (error) {
    signal.throwIfAborted()
    throw error instanceof MediaFailed ? error : new MediaFailed('bad-pdf')
  } finally {
    await task.destroy()
  }
}

async function drawPage (page: PDFPageProxy): Promise<Blob> {
  const { width, height } = page.getViewport({ scale: 1 })
  const viewport = page.getViewport({ scale: SIDE / Math.max(width, height) })
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(viewport.width)
  canvas.height = Math.round(viewport.height)
  // as for print: on a page in the background nothing else is drawn to its end
  await page.render({ canvas, viewport, intent: 'print', background: '#fff' }).promise
  page.cleanup()
  const picture = await new Promise<Blob | null>((resolve) => { canvas.toBlob(resolve, 'image/webp', QUALITY) })
  if (picture === null) throw new MediaFailed('bad-pdf')
  return picture
}
