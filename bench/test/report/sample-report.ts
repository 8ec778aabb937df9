import type { Report } from '../../report.ts'

/** A report in which all is well, with what a test wants different. */
export function sampleReport (different: Partial<Report> = {}): Report {
  return {
    scenario: 'answers',
    machine: {
      cpu: 'A CPU', cores: 2, memoryGiB: 8, kernel: '6.1', node: 'v20', loadBefore: 0.1, pinned: { server: 0, generator: 1 }, logOn: 'disk'
    },
    provenance: { commit: 'abc', at: '2026-01-02T03:04:05.678Z', versions: { ws: '8.0.0' } },
    parameters: { students: [5000], rounds: 3, seed: 1 },
    figures: {},
    generator: { share: 0.3, lateP99Ms: 2, usable: true },
    verdicts: { lost: 0, duplicated: 0, gaps: 0 },
    budgets: [],
    trouble: {},
    ...different
  } as Report
}
