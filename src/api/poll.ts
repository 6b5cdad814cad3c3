/** What a caller is advised to wait before asking again for a request that has not finished, in seconds. */
export const pollSeconds = 5;
