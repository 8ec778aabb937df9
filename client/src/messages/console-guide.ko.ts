/** Words of guide, rehearsal and preview; Korean. The type of this module is the contract of every other language. */
export const guideKo = {
  guide: {
    title: '안내',
    text: '필요할 때만 고르세요. 수업은 바로 시작할 수 있습니다.',
    tour: '화면 둘러보기',
    tourText: (n: number) => `이 화면에서 ${n}단계, 1분.`,
    tourSeen: (n: number) => `지난번에 ${n}단계까지 보았습니다.`,
    tourStart: '둘러보기',
    tourOn: '이어서 보기',
    rehearsal: '혼자 연습하기',
    rehearsalText: '가상 학생 30명이 60초 동안 답합니다. 결과에 남지 않습니다.',
    rehearsalStart: '연습 시작',
    starting: '준비하는 중',
    checks: '수업 전 점검',
    check: { network: '인터넷', clock: '시계', screen: '두 번째 화면', windows: '새 창 열기' },
    networkBad: '느리거나 끊겼습니다. 다른 와이파이나 선을 써 보세요.',
    clockOff: (seconds: number) => `${seconds.toFixed(1)}초 차이`,
    screen: { good: '연결됨', bad: '화면이 하나입니다. 프로젝터를 이으세요.', unknown: '이 브라우저는 알려 주지 않습니다.' },
    windows: { good: '허용됨', bad: '막혀 있습니다. 주소창에서 팝업을 허용하세요.', unknown: '눌러서 알아보세요.' },
    tryWindow: '열어 보기',
    again: '저절로는 이번 한 번만 열립니다.',
    go: '수업으로 가기',
    stepOf: (n: number, total: number) => `${n} / ${total}`,
    stop: '그만',
    previous: '이전',
    next: '다음',
    done: '마치기',
    steps: {
      next: { title: '노란 단추가 다음 단계', text: '수업 열기, 질문 열기, 마감, 공개를 이 단추 하나로 합니다. 스페이스 키와 같습니다.' },
      list: { title: '질문 목록', text: '다음에 물을 질문을 고릅니다. 위의 이름을 누르면 다른 퀴즈로 바꾸거나 고칩니다.' },
      stage: { title: '무대', text: '들어오는 코드, 응답 막대, 결과가 여기에 보입니다. 마감 전 막대는 선생님만 봅니다.' },
      people: { title: '참여자', text: '누가 들어왔고 아직 답하지 않았는지 봅니다. 점 세 개로 시간을 더 주거나 내보냅니다.' },
      tools: { title: '도구', text: '수업과 퀴즈를 오갑니다. 물음표를 누르면 단축키를 보고, 끌 수도 있습니다.' }
    }
  },
  rehearsal: {
    title: '연습',
    text: (n: number) => `가상 학생 ${n}명이 답합니다. 결과에 남지 않습니다.`,
    left: (time: string) => `남은 시간 ${time}`,
    more: '1분 더',
    end: '연습 끝내기',
    over: '연습이 끝났습니다',
    nothingKept: '아무것도 남기지 않았습니다.',
    back: '수업으로 돌아가기'
  },
  preview: {
    title: '미리보기',
    nothingKept: '결과에 남지 않습니다',
    look: '보는 방법',
    width: '휴대폰 너비',
    theme: '밝기',
    light: '밝게',
    dark: '어둡게',
    calm: '움직임 줄이기',
    next: '다음 단계',
    phone: '학생 휴대폰',
    wall: '프로젝터',
    teacher: '선생님',
    from: '어디부터 볼까요',
    note: (n: number) => `가상 학생 ${n}명이 답합니다. 실제 수업에서는 아무 일도 일어나지 않습니다. 휴대폰과 선생님 화면은 눌러 볼 수 있습니다.`
  }
}

export type GuideMessages = typeof guideKo
