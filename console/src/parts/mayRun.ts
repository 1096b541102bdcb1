/** Whether everything is there that has to be before something irreversible is sent. */
export function mayRun(given: { ready: boolean; word: string | undefined; typed: string; needsReason: boolean; why: string }): boolean {
  return given.ready && (given.word === undefined || given.typed.trim() === given.word) && (!given.needsReason || given.why.trim() !== '');
}
