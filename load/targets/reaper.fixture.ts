import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { startReaper } from './reaper.ts';

// A harness in miniature: starts the reaper, a child that it is told to start, and a directory, then waits or goes.
// argv: how the child behaves, then how the harness goes: wait, exit, throw, or kill (itself, in the tick of adopt).

const [childBehaviour = '', end = ''] = process.argv.slice(2);

const children: Record<string, string> = {
  listens: `require('net').createServer().listen(0,'127.0.0.1',function(){console.log(this.address().port)})`,
  waits: `console.log('up');setInterval(()=>{},1000)`,
  ignores: `process.on('SIGTERM',()=>{});console.log('up');setInterval(()=>{},1000)`,
  forks: `const c=require('child_process').spawn(process.execPath,['-e',"process.on('SIGTERM',()=>{});console.log('up');setInterval(()=>{},1000)"],{stdio:['ignore','pipe','ignore']});c.stdout.once('data',()=>console.log(c.pid));setInterval(()=>{},1000)`,
  strays: `const c=require('child_process').spawn(process.execPath,['-e','setInterval(()=>{},1000)'],{stdio:'ignore',detached:true});console.log(c.pid);c.unref();setInterval(()=>{},1000)`,
};

const reaper = await startReaper();
const directory = await reaper.makeDirectory('fixture');
writeFileSync(join(directory, 'file'), 'x');
const child = spawn(process.execPath, ['-e', children[childBehaviour] ?? ''], {
  detached: true,
  stdio: ['ignore', 'pipe', 'ignore'],
  env: reaper.environment,
});
reaper.adopt(child.pid!);
if (end === 'kill') {
  writeFileSync(1, `${JSON.stringify({ reaper: reaper.pid, child: child.pid, directory, said: '' })}\n`);
  process.kill(process.pid, 'SIGKILL');
}
child.stdout.once('data', (said: Buffer) => {
  const facts = { reaper: reaper.pid, child: child.pid, directory, said: String(said).trim() };
  writeFileSync(1, `${JSON.stringify(facts)}\n`);
  if (end === 'exit') process.exit(0);
  if (end === 'throw') throw new Error('the harness broke');
  createServer().listen(0, '127.0.0.1');
});
