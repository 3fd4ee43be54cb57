import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ZodError } from 'zod';
import { Problem } from '../load/model/problem.ts';
import { resultSchemaVersion, type RunResult, runResultSchema } from '../load/model/result.ts';

const fileName = 'result.json';

/**
 * readResult reads a stored result: the file itself, or the directory of a run (also through a symbolic link such as
 * `runs/latest`). Throws a Problem of one line (usage) that names the file and what is wrong with it.
 */
export async function readResult(fileOrDirectory: string): Promise<RunResult> {
  const file = await resultFile(fileOrDirectory);
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw unreadable(file, error);
  });
  return resultFrom(parse(text, file), file);
}

async function resultFile(fileOrDirectory: string): Promise<string> {
  const found = await stat(fileOrDirectory).catch((error: unknown) => {
    throw unreadable(fileOrDirectory, error);
  });
  return found.isDirectory() ? path.join(fileOrDirectory, fileName) : fileOrDirectory;
}

function parse(text: string, file: string): unknown {
  if (text.trim() === '')
    throw usage(`${file} is empty.`, 'Run the suite again; the result was not written.');
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = `${file} is not whole JSON: it is truncated or damaged (${text.length} characters).`;
    throw usage(message, 'Copy the file again, or run the suite again.', error);
  }
}

function resultFrom(content: unknown, file: string): RunResult {
  const { tool, schemaVersion: version } = (content ?? {}) as Record<string, unknown>;
  if (tool !== 'rehearse' || typeof version !== 'number') {
    throw usage(`${file} is not a result of rehearse.`, `Give a ${fileName} or the directory of a run.`);
  }
  if (version !== resultSchemaVersion) throw otherVersion(file, version);
  const parsed = runResultSchema.safeParse(content);
  if (!parsed.success) throw violation(file, parsed.error);
  return parsed.data;
}

function otherVersion(file: string, version: number): Problem {
  const age = version > resultSchemaVersion ? 'newer' : 'older';
  const next =
    age === 'newer' ? 'Read it with a newer rehearse.' : 'Read it with the rehearse that wrote it.';
  return usage(
    `${file} has schema version ${version}, ${age} than the version ${resultSchemaVersion} that this rehearse reads.`,
    next,
  );
}

function violation(file: string, error: ZodError): Problem {
  const issue = error.issues[0];
  const where = issue === undefined || issue.path.length === 0 ? 'the top' : issue.path.join('.');
  const message = `${file} does not follow the result schema at ${where}: ${oneLine(issue?.message ?? 'unknown')}.`;
  return usage(message, 'The file was changed after it was written; use the original.');
}

function unreadable(file: string, error: unknown): Problem {
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return usage(`There is no result at ${file}.`, 'Run a suite first, or check the path.', error);
  }
  return usage(`${file} cannot be read (${code}).`, 'Check that it is a readable file.', error);
}

function usage(message: string, next: string, cause?: unknown): Problem {
  return new Problem('usage', message, { next, cause });
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replace(/\.$/, '');
}
