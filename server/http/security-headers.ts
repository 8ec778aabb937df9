import helmet from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'
import type { Addresses } from './addresses.ts'
import type { SidecarOptions } from './options.ts'

const ALWAYS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  // parts of the browser that no page of ours uses
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), screen-wake-lock=(self), fullscreen=(self)'
}

/**
 * Strict headers on every reply: everything from ourselves, sockets from where they are, no third party but the store of
 * shared files.
 * Only style attributes may stand inline, because Svelte sets widths of bars that way.
 */
export function secureHeaders (app: FastifyInstance, { origins, mediaOrigin }: Pick<SidecarOptions, 'origins'> & { mediaOrigin: string | null }, addresses: Addresses): void {
  const media = mediaOrigin === null ? '' : ` ${mediaOrigin}`
  const before = "default-src 'self'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; " +
    `img-src 'self' data: blob:${media}; media-src 'self' blob:${media}; ` +
    "object-src 'none'; base-uri 'none'; form-action 'self'; " +
    `connect-src 'self'${media} `
  const after = `; frame-ancestors ${["'self'", ...origins].join(' ')}`
  // made again only where the sockets are reached another way than by the last request
  let headers = { ...ALWAYS, 'content-security-policy': '' }
  let last = ''
  app.addHook('onSend', (request, reply, _payload, done) => {
    const sockets = addresses.socket(request)
    if (sockets !== last) {
      headers = { ...ALWAYS, 'content-security-policy': before + sockets + after }
      last = sockets
    }
    reply.headers(headers)
    done()
  })
}

/** Helmet's headers besides, on the replies of what is registered after it. */
export async function helmetHeaders (app: FastifyInstance, { publicUrl }: Pick<SidecarOptions, 'publicUrl'>): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: false,
    referrerPolicy: false,
    noSniff: false,
    frameguard: false,
    crossOriginEmbedderPolicy: false,
    // A plain-HTTP address in a lecture hall must stay one.
    hsts: publicUrl?.startsWith('https:') === true
  })
}
