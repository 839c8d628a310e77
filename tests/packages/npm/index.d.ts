/** Where a server is, and a secret key of test mode that may create sandboxes. */
export interface Server {
  url: string;
  key: string;
}

/** The server that PAYGRAPH_URL and PAYGRAPH_KEY name, or one that is started for the run. Throws NoServer. */
export function server(): Promise<Server>;

/** There is no server to test against, and why. */
export class NoServer extends Error {}

export interface GraphQLErrorShown {
  message: string;
  path?: (string | number)[];
  extensions?: Record<string, unknown>;
}

/** An operation that was answered with errors. */
export class GraphQLErrors extends Error {
  readonly errors: GraphQLErrorShown[];
}

/** One of the `userErrors` of a mutation, as far as the document selects it. */
export interface UserError {
  type?: string;
  code?: string;
  declineCode?: string | null;
  message?: string;
  field?: string | null;
}

/** A mutation that was refused. */
export class UserErrors extends Error {
  readonly mutation: string;
  readonly errors: UserError[];
}

/** No event that is meant came in time. */
export class TimeoutError extends Error {}

/** A document with the types of its data and variables, as graphql-tag, gql.tada and codegen make them. */
export interface TypedDocument<Data, Variables> {
  __apiType?: (variables: Variables) => Data;
}

/** The graph of a server, with a key. */
export class Client {
  constructor(url: string, key: string);
  readonly url: string;
  readonly graphqlUrl: string;
  readonly key: string;
  /** The data of a query or a mutation. Throws GraphQLErrors, and UserErrors where a mutation was refused. */
  query<Data = any, Variables = Record<string, unknown>>(
    document: string | TypedDocument<Data, Variables>,
    variables?: Variables,
  ): Promise<Data>;
}

/** One mutation of a fixture. */
export interface SeedStep {
  name?: string;
  mutation: string;
  arguments?: Record<string, unknown>;
  declined?: boolean;
}

/** The input of `sandboxCreate`. */
export interface SandboxInput {
  name?: string;
  country?: string;
  /** Seconds until the sandbox is deleted. Here an hour by default. */
  expiresIn?: number;
  seed?: { name: "SHOP" | "SUBSCRIPTIONS" } | { steps: SeedStep[] };
}

export interface Event {
  id: string;
  type: string;
  cursor: string;
  created: string;
  livemode: boolean;
  data: { object: any };
}

export interface Patience {
  /** How long to wait for an event. Default 10. */
  seconds?: number;
}

/** An account of its own, called with a document and its variables. */
export class Sandbox extends Client implements AsyncDisposable {
  static create(url: string, key: string, input?: SandboxInput): Promise<Sandbox>;
  readonly id: string;
  readonly account: string;
  readonly secretKey: string;
  readonly publishableKey: string;
  /** Delete all that it holds, and seed it again. Its keys stay. */
  reset(): Promise<void>;
  /** Delete it, with all that it holds. */
  delete(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
  /** A new test clock, which shows `at`; by default the present. */
  clock(at?: Date): Promise<Clock>;
  /** The events after the last one that was taken, oldest first, from the sandbox's beginning. `types` may be patterns such
   * as `invoice.*`. Waits for the next; throws TimeoutError when none comes in time. */
  events(types?: string | string[], patience?: Patience): AsyncGenerator<Event, void>;
  /** The next event of these types for which `where` holds. Throws TimeoutError. */
  waitFor(types?: string | string[], where?: (event: Event) => boolean, patience?: Patience): Promise<Event>;
}

export interface Duration {
  weeks?: number;
  days?: number;
  hours?: number;
  minutes?: number;
  seconds?: number;
}

/** A test clock: objects under it live by its time. */
export class Clock {
  /** What `testClock` of an input takes. */
  readonly id: string;
  readonly now: Date;
  /** Move to a later time, or by `{ days: 30 }`. Returns it once all that fell due on the way has happened. */
  advance(to: Date | Duration): Promise<Date>;
}

/** A new sandbox, for hooks such as `beforeEach`. */
export function createSandbox(input?: SandboxInput): Promise<Sandbox>;

/** A test that is given a sandbox no other test meets, which is deleted when the test ends. What the runner hands to the
 * test follows. */
export function sandboxed<Given extends unknown[]>(
  run: (paygraph: Sandbox, ...given: Given) => unknown,
  input?: SandboxInput,
): (...given: Given) => Promise<void>;
