/**
 * http is the module node:http. Importing it evaluates every export, WebSocket among them, and that loads all of
 * Node's fetch: 23 ms of start-up and several MB.
 */
export const http = process.getBuiltinModule('node:http');
