import { bytesPlot } from './plots/bytes.ts'
import { cpuPlot } from './plots/cpu.ts'
import { latencyPlot } from './plots/latency.ts'
import { memoryPlot } from './plots/memory.ts'
import { stormPlot } from './plots/storm.ts'
import type { Results } from './results.ts'

/** A picture of the report. */
export interface PlotInfo {
  file: string
  /** What it shows, for those who do not see it. */
  alt: string
  /** The results that it is drawn from. */
  needs: string[]
  /** Below the figures of which result it stands. */
  after: string
  draw: (results: Results) => string
}

export const PLOTS: PlotInfo[] = [
  {
    file: 'cpu.svg',
    alt: 'CPU of the server per delivered message, for Lectern, a bare uWebSockets.js broadcaster, ws and Socket.IO',
    needs: ['rivals-fanout'],
    after: 'rivals-fanout',
    draw: (results) => cpuPlot(results.get('rivals-fanout')!)
  },
  {
    file: 'latency.svg',
    alt: 'Distribution of latencies on a logarithmic axis: answers, one message, ten messages',
    needs: ['rivals-answers', 'rivals-fanout'],
    after: 'rivals-answers',
    draw: (results) => latencyPlot(results.get('rivals-answers')!, results.get('rivals-fanout')!)
  },
  {
    file: 'storm.svg',
    alt: 'How much of a storm of answers has arrived over time, on Lectern and in the shape of the seed',
    needs: ['rivals-answers'],
    after: 'rivals-answers',
    draw: (results) => stormPlot(results.get('rivals-answers')!)
  },
  {
    file: 'memory.svg',
    alt: 'Resident memory over the number of students, for Lectern and the rivals',
    needs: ['rivals-memory'],
    after: 'rivals-memory',
    draw: (results) => memoryPlot(results.get('rivals-memory')!)
  },
  {
    file: 'bytes.svg',
    alt: 'Kilobytes that a student receives in an hour, by the size of the class, below the budget of 500',
    needs: ['lesson'],
    after: 'lesson',
    draw: (results) => bytesPlot(results.get('lesson')!)
  }
]

/** Every picture whose results are there, by the name of its file. */
export function drawPlots (results: Results): Map<string, string> {
  const possible = PLOTS.filter(({ needs }) => needs.every((name) => results.has(name)))
  return new Map(possible.map(({ file, draw }) => [file, draw(results)]))
}
