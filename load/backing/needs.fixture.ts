export { lacks } from '../model/needs.fixture.ts';
