/** Has the browser save a file under `name`. */
export function saveFile (body: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(body)
  link.download = name
  link.click()
  // a browser may ask where to put it first
  setTimeout(() => { URL.revokeObjectURL(link.href) }, 60_000)
}
