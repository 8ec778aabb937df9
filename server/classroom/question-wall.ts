import { grow } from './columns.ts'
import { PostStanding, TOOL_LIMITS } from './tool-model.ts'

/** A question on the wall. Its number is its place among all, from 0. */
export interface PostedQuestion {
  by: number
  at: number
  text: string
  standing: PostStanding
  votes: number
  /** Bits of those who voted, by participant index. */
  voters: Uint8Array<ArrayBuffer>
}

/** The questions of a class and who wants them answered. */
export class Wall {
  readonly posts: PostedQuestion[] = []

  add (by: number, at: number, text: string, standing: PostStanding): void {
    this.posts.push({ by, at, text, standing, votes: 0, voters: new Uint8Array(0) })
  }

  /** Whether somebody has as many unanswered questions as one may have. */
  isFullFor (who: number): boolean {
    return this.posts.filter(({ by, standing }) => by === who && standing <= PostStanding.shown).length >= TOOL_LIMITS.postsEach
  }

  hasVoted (post: PostedQuestion, who: number): boolean {
    return ((post.voters[who >> 3] ?? 0) >> (who & 7) & 1) === 1
  }

  /** Sets the vote of `who`, which was otherwise. */
  vote (post: PostedQuestion, who: number, up: boolean): void {
    post.voters = grow(post.voters, (who >> 3) + 1)
    post.voters[who >> 3] = (post.voters[who >> 3] as number) ^ 1 << (who & 7)
    post.votes += up ? 1 : -1
  }

  /** Numbers of the questions that stand as `wanted`, most wanted first, then the oldest; answered ones come last. */
  order (wanted: (post: PostedQuestion) => boolean): number[] {
    const late = ({ standing }: PostedQuestion): number => standing === PostStanding.answered ? 1 : 0
    return this.posts.map((post, no) => ({ post, no })).filter(({ post }) => wanted(post))
      .sort((a, b) => late(a.post) - late(b.post) || b.post.votes - a.post.votes || a.no - b.no)
      .map(({ no }) => no)
  }
}
