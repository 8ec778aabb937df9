import { mount } from 'svelte'
import PreviewFrame from './PreviewFrame.svelte'
import { seatOf } from './seat-address.ts'

/** Shows one seat of the preview in this frame, and takes its ticket out of the address. */
export function showFrame (target: HTMLElement): void {
  const seat = seatOf(location.hash)
  history.replaceState(null, '', location.pathname)
  if (seat !== null) mount(PreviewFrame, { target, props: { seat } })
}
