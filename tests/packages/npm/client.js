// Client: the graph of a server, with a key.

"use strict";

// How long an answer may take: to move a clock by years does all that falls due on the way.
const MILLISECONDS = 60_000;

const joined = (errors) => errors.map((error) => error.message).join("; ");

/** An operation that was answered with errors. `errors` are those of the response. */
class GraphQLErrors extends Error {
  name = "GraphQLErrors";

  constructor(errors) {
    super(joined(errors));
    this.errors = errors;
  }
}

/** A mutation that was refused. `errors` are its `userErrors`, as far as the document selects them. */
class UserErrors extends Error {
  name = "UserErrors";

  constructor(mutation, errors) {
    super(`${mutation}: ${joined(errors)}`);
    this.mutation = mutation;
    this.errors = errors;
  }
}

class Client {
  constructor(url, key) {
    this.url = url.replace(/\/+$/, "");
    this.graphqlUrl = `${this.url}/graphql`;
    this.key = key;
  }

  /** The data of a query or a mutation. Throws GraphQLErrors, and UserErrors where a mutation was refused. */
  async query(document, variables = {}) {
    const response = await this.post(document, variables, "application/json", AbortSignal.timeout(MILLISECONDS));
    const { data, errors } = await answerOf(response);
    if (errors?.length) throw new GraphQLErrors(errors);
    for (const [name, payload] of Object.entries(data)) {
      if (payload?.userErrors?.length) throw new UserErrors(name, payload.userErrors);
    }
    return data;
  }

  /** The response to a document: a text, or what graphql-tag, gql.tada or codegen make of one. */
  post(document, variables, accept, signal) {
    const query = typeof document === "string" ? document : (document.loc?.source.body ?? String(document));
    return fetch(this.graphqlUrl, {
      method: "POST",
      headers: { authorization: `Bearer ${this.key}`, "content-type": "application/json", accept },
      body: JSON.stringify({ query, variables }),
      signal,
    });
  }
}

/** The JSON of a response. */
async function answerOf(response) {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${response.url} is no paygraph: it answers ${response.status} ${text.slice(0, 200)}`);
  }
}

module.exports = { answerOf, Client, GraphQLErrors, UserErrors };
