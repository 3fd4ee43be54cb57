/**
 * unsupportedPlatform says in one line why rehearse cannot run here, or gives undefined where it can.
 * Plain JavaScript: the launcher asks before the pinned Node.js, which needs glibc itself, is started.
 * @param {{ platform: string, arch: string, glibcVersion: string | undefined }} machine
 * @returns {string | undefined}
 */
export function unsupportedPlatform({ platform, arch, glibcVersion }) {
  const needs = 'rehearse needs Linux with glibc on x64 or arm64';
  if (platform !== 'linux') {
    return `${needs}; this is ${platform}: it reads /proc. Next: run it in a Linux virtual machine, in WSL 2 or in a Debian container.`;
  }
  if (arch !== 'x64' && arch !== 'arm64') {
    return `${needs}; this is ${arch}: no PostgreSQL comes for it. Next: run it on x64 or arm64.`;
  }
  if (glibcVersion === undefined) {
    return `${needs}; this system has another C library (musl, as in Alpine). Next: use a Debian or Ubuntu based image, such as node:24-bookworm.`;
  }
  return undefined;
}

/** thisMachine: what unsupportedPlatform asks about. */
export function thisMachine() {
  const { header } = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (process.report.getReport());
  return { platform: process.platform, arch: process.arch, glibcVersion: header.glibcVersionRuntime };
}
