import type { Ending } from '../endings.ts'

const count = new Intl.NumberFormat('ko')

/** Every sentence a student sees. `en.ts` has the same type, so a missing one fails the type check. */
export const ko = {
  language: { name: '한국어', other: 'English' },
  brand: 'Lectern',
  connected: '연결됨',
  classNamed: (code: string) => `수업 ${code}`,
  opening: { title: '여는 중입니다', text: '잠시만 기다려 주세요. 저절로 들어갑니다.' },
  strip: {
    phone: '이 휴대폰의 인터넷이 끊겼습니다. 다시 잇는 중',
    server: '퀴즈 서버가 답하지 않습니다. 다시 잇는 중',
    teacher: '선생님의 연결이 끊겼습니다. 시간은 그대로 흐릅니다.'
  },
  enter: {
    title: '수업에 들어가기',
    code: '수업 코드',
    codeHint: '칠판이나 화면에 보이는 코드입니다.',
    name: '이름',
    nameHint: (max: number) => `선생님과 순위표에 이 이름으로 보입니다. ${max}자까지 쓸 수 있습니다.`,
    go: '들어가기',
    going: '들어가는 중',
    codeNeeded: '수업 코드를 써 주세요.',
    codeUnknown: '이 코드로 열린 수업이 없습니다. 코드를 다시 확인해 주세요.',
    codeWrong: '코드에는 영문자, 숫자, - 와 _ 만 쓸 수 있습니다.',
    nameNeeded: '이름을 써 주세요.',
    unavailable: '서버가 답하지 않습니다. 잠시 뒤에 다시 눌러 주세요.',
    tooMany: '시도가 너무 많았습니다. 잠시 뒤에 다시 눌러 주세요.',
    hint: '한 번 들어오면 이 휴대폰이 기억합니다.',
    teacher: {
      title: '수업 진행하기',
      nameHint: (max: number) => `학생의 화면에 선생님 이름으로 보입니다. ${max}자까지 쓸 수 있습니다.`,
      hint: '다음 화면에서 수업을 열고 진행합니다.'
    }
  },
  lobby: {
    before: '시작 전',
    entered: '들어왔습니다',
    class: '수업',
    teacher: '선생님',
    since: '들어온 시각',
    joined: (n: number) => ({ before: '', number: count.format(n), after: '명이 들어왔습니다' }),
    soon: '선생님이 시작하면 질문이 이 화면에 바로 나타납니다.',
    leave: '나가기',
    keepOn: '이 화면을 켜 두세요',
    staysOn: '수업 중에는 화면이 저절로 꺼지지 않습니다.',
    mayTurnOff: '화면이 꺼지면 손으로 다시 켜 주세요.'
  },
  notOpen: { title: '아직 시작하지 않았습니다', text: '이 화면에서 기다리면 저절로 들어갑니다.' },
  between: { time: '질문 사이', title: '다음 질문을 기다려 주세요', text: '방금 질문은 건너뛰었습니다. 점수에는 들어가지 않습니다.' },
  question: {
    step: (index: number, total: number) => `${index} / ${total}번`,
    stepAlone: '바로 묻는 질문',
    spokenOnly: '선생님의 질문에 답하세요',
    points: (n: number) => `${count.format(n)}점`,
    kind: { single: '', several: '여러 개 고르기', truefalse: '', numeric: '숫자', text: '주관식', survey: '설문' },
    round: (n: number) => `${n}차 투표`,
    trueFalse: ['맞다', '틀리다'],
    answered: (n: number, of: number) => ({ first: `${count.format(of)}명`, middle: ' 중 ', second: `${count.format(n)}명`, end: ' 응답' }),
    timeLeft: '남은 시간',
    noLimit: '제한 시간 없음',
    closed: '마감',
    explanation: '풀이',
    late: '늦음',
    mine: '내 답',
    right: '정답',
    rightIs: (answer: string) => `정답: ${answer}`,
    tolerance: (value: string, tolerance: string) => `${value} (±${tolerance})`,
    top: '많이 나온 답',
    people: (n: number) => `${count.format(n)}명`,
    answer: '답',
    writeHere: '여기에 답을 쓰세요',
    spelling: '대소문자는 가리지 않습니다.',
    length: (n: number, max: number) => `${n} / ${max}`,
    pad: '숫자판',
    erase: '한 글자 지우기',
    negate: '음수로 바꾸기',
    point: '소수점'
  },
  slip: {
    tapSends: '하나를 누르면 바로 보냅니다',
    tapChooses: '하나를 고르세요',
    several: '맞는 것을 모두 고르세요',
    changeable: '마감 전까지 바꿀 수 있습니다.',
    final: '보낸 뒤에는 바꿀 수 없습니다.',
    send: '보내기',
    sendThis: (answer: string) => `${answer} 보내기`,
    changeableAfter: '보낸 뒤에도 마감 전까지 바꿀 수 있습니다.',
    sending: '보내는 중',
    sendingText: '아직 저장되지 않았습니다.',
    stored: (time: string) => `저장됨 ${time}`,
    storedText: (answer: string, change: boolean) => change
      ? `내 답 ${answer}. 마감 전까지 바꿀 수 있습니다.`
      : `내 답 ${answer}. 바꿀 수 없는 질문입니다.`,
    notStored: '아직 저장되지 않았습니다',
    notStoredText: '저절로 다시 보내고 있습니다. 이 화면을 닫지 마세요.',
    notStoredOffline: '고른 답은 여기 있습니다. 이어지면 저절로 보냅니다. 이 화면을 닫지 마세요.',
    refused: '이 답은 받을 수 없습니다',
    refusedText: '답을 고쳐서 다시 보내 주세요.',
    refusedClosed: '마감된 뒤라 저장되지 않았습니다.',
    late: (time: string) => `늦게 도착했습니다 ${time}`,
    lateText: (closed: string) => `${closed}에 마감되었습니다. 선생님이 인정하면 점수에 들어갑니다.`,
    lateOpen: '내 시간이 지났습니다. 선생님이 인정하면 점수에 들어갑니다.',
    closed: '마감되었습니다',
    closedMine: (time: string, answer: string) => `${time}에 저장된 ${answer} 제출되었습니다.`,
    closedNone: '저장된 답이 없습니다. 다음 질문을 기다려 주세요.',
    lettersSubject: (letters: string) => `${letters}가`,
    answerSubject: '답이',
    survey: '설문이 끝났습니다',
    surveyText: '점수에는 들어가지 않습니다.'
  },
  verdict: {
    right: '정답입니다',
    wrong: '오답입니다',
    missed: '답하지 않았습니다',
    late: '늦은 답입니다',
    survey: '설문 결과',
    result: '결과',
    points: (n: number) => `+${count.format(n)}점`,
    total: '모은 점수',
    rank: '내 순위',
    streak: '연속 정답',
    showRank: '순위 보기',
    outOf: (of: number) => ` / ${count.format(of)}`
  },
  board: { title: '순위표', time: '순위', points: (n: number) => `${count.format(n)}점`, mine: '나' },
  endings: {
    wrongLink: { title: '이 링크로는 들어갈 수 없습니다', text: '강의 페이지에서 다시 열어 주세요.' },
    expired: { title: '링크의 시간이 지났습니다', text: '들어가는 링크는 2분 동안만 쓸 수 있습니다. 학교 강의 페이지에서 다시 열면 바로 들어갑니다.' },
    tokenUsed: { title: '이미 쓴 링크입니다', text: '들어가는 링크는 한 기기에서 한 번만 쓸 수 있습니다. 강의 페이지에서 다시 열어 주세요.' },
    replaced: { title: '다른 기기에서 이어졌습니다', text: '같은 이름으로 다른 기기가 들어왔습니다. 저장된 답은 그대로 있습니다.' },
    removed: { title: '선생님이 이 수업에서 내보냈습니다', text: '잘못된 일이면 선생님께 말씀하세요.' },
    ended: { title: '수업이 끝났습니다', text: '이 화면은 닫아도 됩니다.' },
    malformed: { title: '이 화면에 문제가 생겼습니다', text: '저장된 답은 그대로 있습니다. 다시 열면 이어집니다.' },
    version: { title: '새 버전이 나왔습니다', text: '다시 열면 새 버전으로 이어집니다. 저장된 답은 그대로 있습니다.' },
    locked: { title: '지금은 더 들어갈 수 없습니다', text: '선생님이 입장을 닫았거나 자리가 없습니다.' },
    lessonLost: { title: '수업을 이어 갈 수 없습니다', text: '서버가 이 수업의 기록을 찾지 못했습니다. 선생님이 수업을 다시 열면 들어갈 수 있습니다.' },
    left: { title: '수업에서 나왔습니다', text: '저장된 답은 그대로 있습니다.' }
  } satisfies Record<Ending, { title: string, text: string }>,
  replacedAt: (time: string) => `${time}에 같은 이름으로 다른 기기가 들어왔습니다. 저장된 답은 그대로 있습니다.`,
  endedScore: (points: number, rank: number, of: number) =>
    `모은 점수 ${count.format(points)}점, ${count.format(rank)}위 / ${count.format(of)}명`,
  endedPoints: (points: number) => `모은 점수 ${count.format(points)}점`,
  actions: {
    coursePage: '강의 페이지로 가기',
    continueHere: '이 기기에서 계속하기',
    tryAgain: '다시 해 보기',
    reload: '다시 열기',
    enterAgain: '다시 들어가기',
    otherCode: '다른 코드로 들어가기'
  },
  spoken: {
    joined: (name: string) => `${name} 님, 들어왔습니다.`,
    question: (no: number | null, stem: string, seconds: number) => `질문${no === null ? '' : ` ${no}`}, ${stem}${seconds > 0 ? `, ${seconds}초` : ''}`,
    stored: '저장됨',
    tenSeconds: '10초 남았습니다',
    closed: '마감',
    verdict: (verdict: string, points: number) => `${verdict}, ${count.format(points)}점`,
    reconnected: '다시 연결되었습니다'
  },
  time: new Intl.DateTimeFormat('ko', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
  clock: new Intl.DateTimeFormat('ko', { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })
}

export type Messages = typeof ko
