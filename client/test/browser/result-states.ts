import type { Page } from 'playwright-core'
import { LessonPhase } from '../../../server/classroom/model.ts'
import { lesson } from './console-lesson.ts'
import type { State } from './console-states.ts'

/** Comes to the results from the class that is not open yet. */
async function openResults (page: Page): Promise<void> {
  await page.locator('.before .btn').click()
  await page.locator('.results').waitFor()
}

async function openLesson (page: Page): Promise<void> {
  await openResults(page)
  await page.locator('.past .open').first().click()
  await page.locator('.facts').waitFor()
}

const tab = (n: number) => async (page: Page) => {
  await openLesson(page)
  await page.locator('.cols [role=tab]').nth(n).click()
}

async function openStudent (page: Page): Promise<void> {
  await tab(1)(page)
  await page.locator('button.row').nth(1).click()
}

async function openErasure (page: Page): Promise<void> {
  await openLesson(page)
  await page.locator('aside .btn').last().click()
}

async function askErasure (page: Page): Promise<void> {
  await openErasure(page)
  await page.locator('.pick button').nth(2).click()
}

const state = (name: string, screens: string[], act: (page: Page) => Promise<void>, shows: string, more: Partial<State> = {}): State =>
  ({ name, screens, parts: (texts) => lesson(texts, { phase: LessonPhase.waiting, joined: 0, here: 1 }), act, shows, ...more })

/** Every state of the results, after the drawing. */
export const RESULT_STATES: State[] = [
  state('results', ['ResultList'], openResults, '.past .open'),
  state('results-empty', ['ResultList'], openResults, '.past .empty', { results: { empty: true } }),
  state('results-loading', ['ResultList'], openResults, '.past .muted', { results: { refusal: 'never' } }),
  state('results-failed', ['ResultList'], openResults, '.past .empty .btn', { results: { refusal: 'unavailable' } }),
  state('results-synthetic', ['ResultList'], async (page) => {
    await openResults(page)
    await page.locator('.past [role=tab]').nth(1).click()
  }, '.past .empty'),
  state('results-delete', ['ResultList', 'ConfirmDialog'], async (page) => {
    await openResults(page)
    await page.locator('.past li .square').first().click()
  }, '.dialog'),
  state('results-deleted', ['ResultList'], async (page) => {
    await openResults(page)
    await page.locator('.past li .square').first().click()
    await page.locator('.dialog .danger').click()
  }, '.past .proof'),
  state('result', ['ResultLesson'], openLesson, '.cols table'),
  state('result-question', ['ResultLesson'], async (page) => {
    await openLesson(page)
    await page.locator('.cols td button').nth(3).click()
  }, '.drawer .question'),
  state('result-students', ['ResultLesson'], tab(1), 'button.row', { results: { students: 5000 } }),
  state('result-attendance', ['ResultLesson'], tab(2), 'button.row.attendance'),
  state('result-nobody', ['ResultLesson'], tab(1), '.panel .none', { results: { students: 0 } }),
  state('result-extras', ['ResultLesson'], tab(3), '.panel li'),
  state('result-student', ['ResultLesson'], openStudent, '.drawer .student ol'),
  state('result-formats', ['ResultLesson'], async (page) => {
    await openLesson(page)
    await page.locator('.acts .btn').first().click()
  }, '.menu-item'),
  state('erase-whom', ['EraseDialog'], openErasure, '.dialog .pick button'),
  state('erase', ['EraseDialog'], askErasure, '.dialog .danger'),
  state('erased', ['EraseDialog'], async (page) => {
    await askErasure(page)
    await page.locator('.dialog .danger').click()
  }, '.dialog .erased')
]
