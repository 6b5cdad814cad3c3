/** How the console is known to the provider of the tests. */
export const clientOfTests = { clientId: 'console', clientSecret: 'a-secret-of-the-tests-which-is-long' };
