import t from 'tap'
import { safeName } from '../../http/results/safe-name.ts'

t.test('A11 a name is good on every system, whatever somebody wrote', async (t) => {
  for (const [text, name] of [
    ['../../etc/passwd', 'etc passwd'],
    ['..\\..\\Windows', 'Windows'],
    ['a:b|c?*<d>"e"', 'a b c d e'],
    ['  한글 사진. . ', '한글 사진'],
    ['한글'.normalize('NFD'), '한글'],
    ['\u202egnp.exe\0\n', 'gnp.exe'],
    ['...', ''],
    ['', ''],
    ['CON', 'CON'],
    ['가'.repeat(100), '가'.repeat(60)],
    [`${'나'.repeat(59)}. 다`, '나'.repeat(59)]
  ] as const) t.equal(safeName(text), name, JSON.stringify(text))
})
