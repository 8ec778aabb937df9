import t from 'tap'
import { readCounter } from '../metrics.ts'

const PAGE = `# HELP lectern_closed_total Sockets that ended
# TYPE lectern_closed_total counter
lectern_closed_total{code="4001"} 3
lectern_closed_total{code="1006",relay="1"} 2
lectern_closed_total{relay="2",code="1006"} 5
lectern_closed_total_created{code="4001"} 99
lectern_sockets 12
`

t.test('a counter is summed by a label, whatever other labels there are', async (t) => {
  t.same(readCounter(PAGE, 'lectern_closed_total', 'code'), { 4001: 3, 1006: 7 })
  t.same(readCounter(PAGE, 'lectern_refused_total', 'reason'), {})
})
