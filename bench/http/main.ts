import { serve } from '../swarm/serve.ts'
import { Cannon } from './cannon.ts'

/** A generator process that asks over HTTP, with autocannon. */
serve(new Cannon())
