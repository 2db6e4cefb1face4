export { type CorsEvent, corsHeaders } from './cors-headers';
