export { trustingFetch } from './trusting-fetch.js';
