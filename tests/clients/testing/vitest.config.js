export default { test: { globalSetup: "paygraph-testing/setup", include: ["vitest/*.js"] } };
