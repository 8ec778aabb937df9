import { serve } from '../../swarm/serve.ts'
import { RivalOperations } from './rival-operations.ts'

/** A generator process that holds the students of a rival. */
serve(new RivalOperations())
