import { Transform } from 'node:stream'
import { lecternError } from '../../errors.ts'

/**
 * Lets at most `limit` bytes pass; the first beyond ends the stream with too-large, so that no sender fills
 * disk or memory, whatever length he claimed.
 */
export function cutAt (limit: number): Transform {
  let passed = 0
  return new Transform({
    transform (chunk: Buffer, _encoding, done) {
      passed += chunk.length
      if (passed > limit) done(lecternError('too-large'))
      else done(null, chunk)
    }
  })
}
