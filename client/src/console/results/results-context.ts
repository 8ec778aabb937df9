import { createContext } from 'svelte'
import { language } from '../../messages/language.svelte.ts'
import type { ConsoleRoom } from '../console-room.ts'
import { ResultsDesk } from './results-desk.svelte.ts'
import { resultsApi } from './results-api.ts'
import type { ResultsApi } from './results-api.ts'

/** What every part of the results works with. */
export interface ResultsContext {
  desk: ResultsDesk
  api: ResultsApi
}

export const [getResults, setResults] = createContext<ResultsContext>()

/** Joins the parts of the results to the room whose teacher looks at them. */
export function makeResults (room: ConsoleRoom): ResultsContext {
  const api = resultsApi(() => room.entry.bearer ?? '', () => language.code)
  return { desk: new ResultsDesk(api), api }
}
