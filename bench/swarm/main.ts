import { Operations } from './operations.ts'
import { serve } from './serve.ts'

/** A generator process that holds students of Lectern, or bare sockets. */
serve(new Operations())
