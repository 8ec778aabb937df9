/** Words of the roster and its nicknames; Korean. The type of this module is the contract of every other language. */
export const peopleKo = {
  people: {
    label: '참여자',
    people: (n: number) => `참여자 ${n}`,
    missing: (n: number) => `미응답 ${n}`,
    late: (n: number) => `늦음 ${n}`,
    removed: (n: number) => `내보냄 ${n}`,
    find: '이름, 학번, 별명',
    away: '자리 비움',
    shaky: '연결 불안정',
    here: '연결됨',
    left: '나감',
    awayCount: (n: number) => `자리 비움 ${n}`,
    shakyCount: (n: number) => `연결 불안정 ${n}`,
    factor: (factor: number) => `개인 시간 ×${factor}`,
    lateBy: (seconds: number) => `${seconds}초 늦음`,
    gained: (n: number) => `+${n}`,
    accepted: '인정함',
    accept: '인정하기',
    acceptName: (name: string) => `${name}의 늦은 답 인정하기`,
    acceptAll: (n: number) => `${n}개 모두 인정하기`,
    unverified: '확인 안 됨',
    rank: (n: number) => `${n}위`,
    score: (n: number) => `${n}점`,
    menu: (name: string) => `${name} 메뉴`,
    time: '개인 시간',
    timeIs: (factor: number) => factor === 1 ? '그대로 ×1' : `×${factor}`,
    remove: '내보내기',
    readmit: '다시 들이기',
    nickname: '별명 바꾸기…',
    nobody: '아직 아무도 없습니다.',
    nobodyMissing: '모두 답했습니다.',
    nobodyLate: '늦은 답이 없습니다.',
    nobodyRemoved: '내보낸 학생이 없습니다.',
    nobodyFound: (query: string) => `‘${query}’에 맞는 학생이 없습니다.`,
    rightCount: (n: number) => `이번 질문 정답 ${n}명`,
    waiting: '수업을 열면 여기에 나타납니다.'
  },
  nickname: {
    title: (name: string) => `${name}의 별명`,
    text: '이름을 숨기면 학생 화면과 프로젝터에는 별명만 보입니다. 여기서 바꾼 별명은 이름을 보일 때도 이름 대신 보입니다.',
    now: '지금 별명',
    other: '다른 별명',
    draw: '뽑기',
    reset: (nickname: string) => `처음 별명 ‘${nickname}’으로 되돌리기`,
    save: '이 별명으로',
    fault: { letters: '글자, 숫자, 빈칸으로 24자까지 적으세요.', taken: '다른 학생의 별명과 같아 보입니다.' }
  }
}

export type PeopleMessages = typeof peopleKo
