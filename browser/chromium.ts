import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Browser, LaunchOptions } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** chromiumOnPath: the first Chromium on PATH; undefined where there is none. */
export function chromiumOnPath(path = process.env['PATH'] ?? ''): string | undefined {
  return path
    .split(delimiter)
    .flatMap((directory) => names.map((name) => join(directory, name)))
    .find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** launchChromium starts a browser without a window; the caller closes it. */
export async function launchChromium(executablePath: string, options: LaunchOptions = {}): Promise<Browser> {
  // Loaded here, since most runs want no browser.
  const { chromium } = await import('playwright-core');
  return chromium.launch({ ...options, executablePath, args: flags });
}
