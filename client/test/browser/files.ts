import { PDFDocument, PDFName, PDFString, StandardFonts } from '@cantoo/pdf-lib'
import type { BrowserContext } from 'playwright-core'
import sharp from 'sharp'

/** A page as slides have it, in points. */
const SIZE: [number, number] = [960, 540]
/** Where the words of a page begin, from its lower left, and how large they are. */
export const WORDS = { x: 80, y: 280, size: 64 }

/** A PDF with a page for each text, in a font that it does not bring. */
export async function slides (texts: readonly string[]): Promise<Buffer> {
  const pdf = await PDFDocument.create()
  const font = await pdf.embedFont(StandardFonts.Helvetica)
  for (const text of texts) pdf.addPage(SIZE).drawText(text, { ...WORDS, font })
  return Buffer.from(await pdf.save())
}

/**
 * A PDF as one gets them in Korea: `text` in a font that it only names, as word processors write it; the same with
 * its letters embedded, as a browser prints it; and a page that is nothing but a scan.
 */
export async function koreanPdf (text: string, scan: Buffer, context: BrowserContext): Promise<Buffer> {
  const pdf = await PDFDocument.create()
  const { context: objects } = pdf
  const named = { Type: 'Font', BaseFont: 'HYGothic-Medium' }
  const FontDescriptor = objects.register(objects.obj({ Type: 'FontDescriptor', FontName: named.BaseFont, Flags: 4, FontBBox: [0, -120, 1000, 880], ItalicAngle: 0, Ascent: 880, Descent: -120, CapHeight: 700, StemV: 80 }))
  const letters = objects.register(objects.obj({ ...named, FontDescriptor, Subtype: 'CIDFontType0', CIDSystemInfo: { Registry: PDFString.of('Adobe'), Ordering: PDFString.of('Korea1'), Supplement: 1 }, DW: 1000 }))
  const font = objects.register(objects.obj({ ...named, Subtype: 'Type0', Encoding: 'UniKS-UTF16-H', DescendantFonts: [letters] }))
  const page = pdf.addPage(SIZE)
  page.node.setFontDictionary(PDFName.of('F1'), font)
  const hex = Buffer.from(text, 'utf16le').swap16().toString('hex')
  page.node.set(PDFName.of('Contents'), objects.register(objects.stream(`BT /F1 ${WORDS.size} Tf ${WORDS.x} ${WORDS.y} Td <${hex}> Tj ET`)))
  const [printed] = await pdf.copyPages(await PDFDocument.load(await print(text, context)), [0])
  if (printed !== undefined) pdf.addPage(printed)
  pdf.addPage(SIZE).drawImage(await pdf.embedJpg(await sharp(scan).jpeg().toBuffer()), { x: 0, y: 0, width: SIZE[0], height: SIZE[1] })
  return Buffer.from(await pdf.save())
}

async function print (text: string, context: BrowserContext): Promise<Buffer> {
  const page = await context.newPage()
  await page.setContent(`<style>@page { size: ${SIZE[0]}pt ${SIZE[1]}pt; margin: 0 } body { margin: 0; font: ${WORDS.size}pt/1 'NanumGothic', 'Noto Sans CJK KR', sans-serif } p { position: absolute; left: ${WORDS.x}pt; bottom: ${WORDS.y}pt; margin: 0 } i { display: inline-block; width: 1em; font-style: normal }</style><p>${[...text].map((letter) => `<i>${letter}</i>`).join('')}</p>`)
  const pdf = await page.pdf({ preferCSSPageSize: true })
  await page.close()
  return pdf
}

/** A film of half a second, as a browser records it. */
export async function film (context: BrowserContext): Promise<Buffer> {
  const page = await context.newPage()
  const base64 = await page.evaluate(async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 160, height: 90 })
    const drawing = canvas.getContext('2d')
    const recorder = new MediaRecorder(canvas.captureStream(20), { mimeType: 'video/webm' })
    const pieces: Blob[] = []
    recorder.ondataavailable = ({ data }) => { pieces.push(data) }
    const stopped = new Promise((resolve) => { recorder.onstop = resolve })
    recorder.start()
    for (let n = 0; n < 10; n++) {
      drawing?.fillRect(n * 16, 0, 16, 90)
      await new Promise((resolve) => { setTimeout(resolve, 50) })
    }
    recorder.stop()
    await stopped
    return btoa(String.fromCharCode(...new Uint8Array(await new Blob(pieces).arrayBuffer())))
  })
  await page.close()
  return Buffer.from(base64, 'base64')
}

/** A sound of some megabytes. */
export function longSound (second: Buffer): Buffer {
  const sound = Buffer.concat([second, Buffer.alloc(3_000_000, 128)])
  sound.writeUInt32LE(sound.length - 8, 4)
  sound.writeUInt32LE(sound.length - 44, 40)
  return sound
}
