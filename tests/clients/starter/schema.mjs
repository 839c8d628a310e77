// Keep the schema that the server serves in a file, for codegen and gql.tada.
import { writeFile } from 'node:fs/promises';

const { PAYGRAPH_URL = 'http://127.0.0.1:8000' } = process.env;
const answer = await fetch(`${PAYGRAPH_URL}/schema.graphql`);
if (!answer.ok) throw new Error(`${PAYGRAPH_URL}/schema.graphql answered ${answer.status}`);
await writeFile('schema.graphql', await answer.text());
