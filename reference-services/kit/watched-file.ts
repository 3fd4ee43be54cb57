import { WatchedFiles, type WatchedFilesOptions } from './watched-files.ts';

/** WatchedFileOptions say what a file holds, and how it is spoken of in the log. */
export interface WatchedFileOptions<T> extends Omit<WatchedFilesOptions<T>, 'parse'> {
  /** Throws one line that says what is wrong. */
  readonly parse: (text: string) => T;
}

/** WatchedFile follows one file that is replaced while it is in use. */
export class WatchedFile<T> extends WatchedFiles<T> {
  constructor(path: string, options: WatchedFileOptions<T>) {
    super([path], { ...options, parse: ([text = '']) => options.parse(text) });
  }
}
