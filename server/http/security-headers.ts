import helmet from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'
import type { Addresses } from './addresses.ts'
import type { SidecarOptions } from './options.ts'

/** Parts of the browser that no page of ours uses. */
const PERMISSIONS = 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), screen-wake-lock=(self), fullscreen=(self)'

/**
 * Strict headers on every reply: everything from ourselves, sockets from where they are, no third party.
 * Only style attributes may stand inline, because Svelte sets widths of bars that way.
 */
export async function secureHeaders (app: FastifyInstance, options: Pick<SidecarOptions, 'origins' | 'publicUrl'>, addresses: Addresses): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: false,
    referrerPolicy: { policy: 'no-referrer' },
    frameguard: false,
    crossOriginEmbedderPolicy: false,
    // A plain-HTTP address in a lecture hall must stay one.
    hsts: options.publicUrl?.startsWith('https:') === true
  })
  const before = "default-src 'self'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; " +
    "object-src 'none'; base-uri 'none'; form-action 'self'; connect-src 'self' "
  const after = `; frame-ancestors ${["'self'", ...options.origins].join(' ')}`
  app.addHook('onSend', async (request, reply) => {
    reply.header('permissions-policy', PERMISSIONS)
    reply.header('content-security-policy', before + addresses.socket(request) + after)
  })
}
