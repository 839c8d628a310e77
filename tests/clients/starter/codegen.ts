// Types for the operations in src/, by the schema that the server serves.
import type { CodegenConfig } from '@graphql-codegen/cli';

const config: CodegenConfig = {
  schema: 'schema.graphql',
  documents: ['src/**/*.{ts,tsx}', '!src/{gql,urql}/**'],
  generates: {
    './src/gql/': {
      preset: 'client',
      presetConfig: { fragmentMasking: { unmaskFunctionName: 'getFragmentData' } },
      config: {
        strictScalars: true, // a scalar that is missing here is an error
        scalars: {
          Currency: 'string',
          DateTime: 'string',
          Decimal: 'string',
          Int64: 'number',
          JSON: 'unknown',
          Metadata: { input: 'Record<string, string | null>', output: 'Record<string, string>' },
          Upload: 'Blob',
        },
        useTypeImports: true,
      },
    },
  },
};

export default config;
