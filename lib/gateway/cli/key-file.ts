/** Key pair for tokens of local user pools, below the folder that `gatehouse dev` and `gatehouse token` run in. */
export const KEY_FILE = '.gatehouse/keys.json';
