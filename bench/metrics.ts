import { get } from 'node:http'

/** The sum of a counter's values by one of its labels, as a Prometheus page on loopback tells them. */
export async function counterBy (port: number, name: string, label: string): Promise<Record<string, number>> {
  return readCounter(await page(port), name, label)
}

/** The same of a page's text. */
export function readCounter (text: string, name: string, label: string): Record<string, number> {
  const values: Record<string, number> = {}
  for (const line of text.split('\n')) {
    if (!line.startsWith(`${name}{`)) continue
    const value = new RegExp(`[{,]${label}="([^"]*)"`).exec(line)?.[1]
    if (value !== undefined) values[value] = (values[value] ?? 0) + Number(line.slice(line.lastIndexOf(' ') + 1))
  }
  return values
}

/** Values of metrics without labels, in the order of `names`; NaN of one that is not there. */
export async function readMetrics (port: number, names: readonly string[]): Promise<number[]> {
  const text = await page(port)
  return names.map((name) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? NaN))
}

function page (port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path: '/metrics' }, (reply) => {
      let text = ''
      reply.setEncoding('utf8')
      reply.on('data', (piece: string) => { text += piece })
      reply.on('end', () => { resolve(text) })
    }).on('error', reject)
  })
}
