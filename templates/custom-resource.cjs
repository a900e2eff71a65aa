'use strict';
// The frame around every custom resource of these templates. .ci/templates.mjs writes it, without comments, into each
// template before that template's own code. CommonJS, because code that is inline in a template is always `index.js`.
//
// - CloudFormation is answered whatever happens, errors and lack of time included: otherwise the stack waits for an hour.
// - Nothing is logged of what comes in: the address to answer to is a key by itself.
// - The physical id holds what was there before, and is kept over updates: so Delete can give it back, with no state elsewhere.

const ANSWER_RESERVE_MS = 20_000;
const PROPAGATION_MS = 10_000;
const DENIED = new Set(['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation', 'AuthFailure']);

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// { request, properties, old, before, remember, signal } -> data for Fn::GetAtt
function customResource(name, deed) {
  return async (event, context) => {
    let id = event.PhysicalResourceId ?? `${name} nothing-done`;
    const before = parsed(id.slice(name.length + 1));
    let remembered = event.RequestType !== 'Create';
    const remember = (state) => {
      if (!remembered) id = `${name} ${JSON.stringify(state)}`;
      remembered = true;
    };
    const stop = new AbortController();
    let timer;
    const tooLate = new Promise((_, reject) => {
      timer = setTimeout(() => {
        stop.abort();
        reject(new Error('not finished in time; what was begun may be half done, and may be run again'));
      }, context.getRemainingTimeInMillis() - ANSWER_RESERVE_MS);
    });
    const asked = {
      request: event.RequestType,
      properties: event.ResourceProperties,
      old: event.OldResourceProperties ?? {},
      before,
      remember,
      signal: stop.signal,
    };
    let outcome;
    try {
      outcome = { Status: 'SUCCESS', Data: (await Promise.race([patiently(deed, asked), tooLate])) ?? {} };
    } catch (error) {
      outcome = { Status: 'FAILED', Reason: `${error.name}: ${error.message}`.slice(0, 1000) };
    } finally {
      clearTimeout(timer);
    }
    // biome-ignore lint/suspicious/noConsole: the log of a Lambda function
    console.log(JSON.stringify({ request: event.RequestType, status: outcome.Status }));
    await answer(event, { ...outcome, PhysicalResourceId: id });
  };
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

// The role was made seconds ago: until IAM has spread the word, what it may do is refused.
async function patiently(deed, asked) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await deed(asked);
    } catch (error) {
      const mayPass = asked.request === 'Create' && DENIED.has(error.name) && attempt <= 3;
      if (!mayPass || asked.signal.aborted) throw error;
      await pause(PROPAGATION_MS);
    }
  }
}

// A Buffer, so that fetch adds no content type: the address is signed without one.
async function answer(event, outcome) {
  const { StackId, RequestId, LogicalResourceId } = event;
  const body = Buffer.from(JSON.stringify({ ...outcome, StackId, RequestId, LogicalResourceId }));
  for (let attempt = 1; ; attempt++) {
    try {
      const response = await fetch(event.ResponseURL, { method: 'PUT', body, signal: AbortSignal.timeout(4_000) });
      if (response.ok) return;
      throw new Error(`CloudFormation took no answer: HTTP ${response.status}`);
    } catch (error) {
      if (attempt === 3) throw new Error('CloudFormation took no answer', { cause: error.name });
      await pause(1_000);
    }
  }
}

module.exports = { customResource };
