/**
 * @ohos.worker, as the file of a worker finds it: it can say what it wants to hear and send. Nothing starts a worker here.
 */
import { host } from 'ohosrun:bridge/worker';
import { withMembersNotHere } from 'ohosrun:kit/errors.js';

let isTold = false;

/** @returns {any} what is sent goes nowhere, for no other thread listens */
const port = () => {
  if (!isTold) host.inform('a worker that runs by itself hears nothing, and what it sends goes nowhere');
  isTold = true;
  return workerPort;
};

const nothing = () => {};
const workerPort = {
  name: '', self: undefined, onmessage: undefined, onmessageerror: undefined, onerror: undefined,
  postMessage: nothing, postMessageWithSharedSendable: nothing, close: nothing, importScripts: nothing,
  addEventListener: nothing, removeEventListener: nothing, removeAllListener: nothing, dispatchEvent: () => false,
};

export default withMembersNotHere({
  ThreadWorkerPriority: { HIGH: 0, MEDIUM: 1, LOW: 2, IDLE: 3 },
  get workerPort() { return port(); },
  get parentPort() { return port(); },
}, '@ohos.worker', ['ThreadWorker', 'Worker']);
