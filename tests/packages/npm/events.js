// The events of a sandbox, as they come.

"use strict";

const { answerOf, GraphQLErrors } = require("./client.js");

const EVENT = "id type cursor created livemode data { object }";
const FOLLOW = `subscription($after: String, $types: [String!]) { events(after: $after, types: $types) { ${EVENT} } }`;

/** No event that is meant came in time. */
class TimeoutError extends Error {
  name = "TimeoutError";
}

/** The events after a cursor, oldest first, and those that come. Throws TimeoutError when none comes for so many seconds. */
async function* follow(client, after, types, seconds) {
  const ended = new AbortController();
  let timer;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => ended.abort(), seconds * 1000);
  };
  wait();
  try {
    const variables = { after, types: types.length ? types : null };
    const response = await client.post(FOLLOW, variables, "text/event-stream", ended.signal);
    if (!response.headers.get("content-type")?.startsWith("text/event-stream")) {
      throw new GraphQLErrors((await answerOf(response)).errors);
    }
    for await (const line of linesOf(response.body)) {
      const text = line.startsWith("data:") ? line.slice("data:".length).trim() : "";
      if (!text) continue;
      const { data, errors } = JSON.parse(text);
      if (errors?.length) throw new GraphQLErrors(errors);
      clearTimeout(timer);
      yield data.events;
      wait();
    }
  } catch (error) {
    if (!ended.signal.aborted) throw error;
  } finally {
    clearTimeout(timer);
    ended.abort();
  }
  throw new TimeoutError(`No event ${named(types)} came within ${seconds} seconds.`);
}

/** Types of events in words. */
const named = (types) => types.join(" or ") || "of any type";

async function* linesOf(body) {
  let begun = "";
  for await (const part of body.pipeThrough(new TextDecoderStream())) {
    const lines = (begun + part).split(/\r\n|\n|\r/);
    begun = lines.pop();
    yield* lines;
  }
}

module.exports = { follow, named, TimeoutError };
