import helmet from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'
import type { Addresses } from './addresses.ts'
import type { SidecarOptions } from './options.ts'

/** On replies of the join routes too, which do without helmet's others: 5,000 people come in within 2 s, and JSON is no page. */
const ALWAYS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  // parts of the browser that no page of ours uses
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), screen-wake-lock=(self), fullscreen=(self)'
}

/**
 * Strict headers on every reply: everything from ourselves, sockets from where they are, no third party.
 * Only style attributes may stand inline, because Svelte sets widths of bars that way.
 */
export async function secureHeaders (app: FastifyInstance, options: Pick<SidecarOptions, 'origins' | 'publicUrl'>, addresses: Addresses): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: false,
    referrerPolicy: false,
    noSniff: false,
    frameguard: false,
    crossOriginEmbedderPolicy: false,
    // A plain-HTTP address in a lecture hall must stay one.
    hsts: options.publicUrl?.startsWith('https:') === true
  })
  const before = "default-src 'self'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; " +
    "object-src 'none'; base-uri 'none'; form-action 'self'; connect-src 'self' "
  const after = `; frame-ancestors ${["'self'", ...options.origins].join(' ')}`
  app.addHook('onSend', (request, reply, _payload, done) => {
    reply.headers({ ...ALWAYS, 'content-security-policy': before + addresses.socket(request) + after })
    done()
  })
}
