export {
  type ConnectedEvent,
  type ListOptions,
  listConnections,
  removeConnection,
  storeConnection,
} from './connection-table';
export { type ConnectionEvent, type Posted, type PostOptions, postToConnections } from './connections';
export { type CorsEvent, corsHeaders } from './cors-headers';
