/** Whether this page may keep the screen on: browsers allow it only over TLS or on this machine itself. */
export const canStayAwake = 'wakeLock' in navigator

/**
 * Keeps the screen on until the result is called. The browser takes the lock away whenever the page is
 * hidden, so it is asked for again when the page is back.
 */
export function stayAwake (): () => void {
  if (!canStayAwake) return () => {}
  let lock: WakeLockSentinel | null = null
  let wanted = true
  const take = async (): Promise<void> => {
    if (!wanted || document.visibilityState !== 'visible') return
    // A phone that saves its battery may refuse; the lesson goes on all the same.
    lock = await navigator.wakeLock.request('screen').catch(() => null)
    if (!wanted) await lock?.release()
  }
  const again = (): void => { void take() }
  document.addEventListener('visibilitychange', again)
  again()
  return () => {
    wanted = false
    document.removeEventListener('visibilitychange', again)
    void lock?.release()
  }
}
