import t from 'tap'
import { Role, Standing } from '../../../server/classroom/model.ts'
import type { Person } from '../../../server/wire/messages.ts'
import { countRoster, filterRoster, ranksOf } from '../../src/console/roster.ts'
import { visibleRows } from '../../src/console/virtual-list.ts'

const person = (index: number, name: string, standing: Standing, answered: boolean, factor = 1, score = 0): Person =>
  [index, name, `2024${index}`, Role.student, true, 1000 + index, standing, answered, factor, score, -1, index === 2 ? '고요한 수달' : `${index}:0`, false]

const rows: Person[] = [
  [0, 'Teacher', '', Role.teacher, true, 1000, Standing.here, false, 1, 0, -1, '', false],
  person(1, '박하늘', Standing.here, true, 1, 90),
  person(2, '이도윤', Standing.away, false, 1.5, 70),
  person(3, '김민서', Standing.shaky, false, 1, 90),
  person(4, '최서준', Standing.removed, false, 1, 500),
  person(5, '정유나', Standing.left, false, 2)
]

t.test('students who are in are counted; teachers, removed and left ones are not', async (t) => {
  t.same(countRoster(rows), { people: 3, missing: 2, removed: 1, away: 1, shaky: 1, personalTime: 1 })
})

t.test('tabs show their students, newest first', async (t) => {
  const names = (tab: 'people' | 'missing' | 'removed', query = '') => filterRoster(rows, tab, query, 'ko').map(([, name]) => name)
  t.same(names('people', '수달'), ['이도윤'], 'by the nickname that the projector shows')
  t.same(names('people'), ['김민서', '이도윤', '박하늘'])
  t.same(names('missing'), ['김민서', '이도윤'])
  t.same(names('removed'), ['최서준'])
  t.same(names('people', '도윤'), ['이도윤'])
  t.same(names('people', '２０２４1'), ['박하늘'], 'full-width digits find the number')
  t.same(names('people', '하늘'.normalize('NFD')), ['박하늘'], 'decomposed Hangul finds the name')
})

t.test('equal scores share a rank', async (t) => {
  t.same([...ranksOf(rows)], [[1, 1], [3, 1], [2, 3]])
})

t.test('a long list draws what is near the window', async (t) => {
  t.same(visibleRows(5000, 40, 4000, 400), { first: 94, end: 116, above: 3760, below: 195360 })
  t.same(visibleRows(3, 40, 0, 400), { first: 0, end: 3, above: 0, below: 0 })
  t.same(visibleRows(20, 40, 9999, 400), { first: 4, end: 20, above: 160, below: 0 }, 'a list that shrank below its scroll position')
})
