/** The header by which a reply is a file with this name, for every browser: plain for old ones, whole for the others. */
export function attachment (name: string): string {
  return `attachment; filename="${name.replace(/[^\w.-]+/g, '_')}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)}`
}
