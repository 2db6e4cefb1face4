/** Bytes of a frame that a client sends. */
export const MAX_FRAME_BYTES = 32 * 1024;

/** Bytes of a message, in either direction. */
export const MAX_MESSAGE_BYTES = 128 * 1024;

/** Milliseconds without any frame. */
export const IDLE_MS = 10 * 60_000;

/** Milliseconds that a connection lives, whatever happens on it. */
export const LIFETIME_MS = 2 * 60 * 60_000;

/** New connections of an account; the burst is the account's for requests of every kind. */
export const CONNECT_LIMIT = { rate: 500, burst: 5_000 };

/** Characters of a handshake's URL. */
export const MAX_URL_LENGTH = 4096;

/** Bytes of what an authorizer answers. */
export const MAX_AUTHORIZER_BYTES = 8 * 1024;

/** Bytes that wait for a client that does not read, before it is cut off. */
export const MAX_UNREAD_BYTES = 4 * 1024 * 1024;

/** Close codes of the WebSocket protocol. */
export const CLOSE = {
  NORMAL: 1000,
  GOING_AWAY: 1001,
  PROTOCOL_ERROR: 1002,
  UNSUPPORTED_DATA: 1003,
  NO_STATUS: 1005,
  ABNORMAL: 1006,
  INVALID_TEXT: 1007,
  TOO_BIG: 1009,
} as const;
