export { lockFolder, type FolderLock } from './folder-lock.js';
export { keepRunning, type Keeping, type Part } from './keep-running.js';
export { untilNoneLeft } from './left-running.js';
export { ManagedProcess, type ManagedProcessOptions } from './managed-process.js';
export { isAlive, readRecord, recordedNames, type ProcessRecord } from './process-record.js';
export { shellWord } from './shell-word.js';
export { stopAsked } from './stop-asked.js';
export { assertPortsFree, type WantedPort } from './taken-ports.js';
