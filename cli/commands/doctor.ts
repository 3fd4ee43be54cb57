import { calibrate } from '../../load/calibration/calibrate.ts';
import { contenders } from '../../load/calibration/contenders.ts';
import { judgementOf } from '../../load/calibration/goals.ts';
import type { Finding } from '../../load/calibration/machine/finding.ts';
import { findings, gateTrust, type GateTrust } from '../../load/calibration/machine/findings.ts';
import { readLimits } from '../../load/calibration/machine/limits.ts';
import { noiseFloor, type NoiseFloor } from '../../load/calibration/machine/noise-floor.ts';
import { readPrograms } from '../../load/calibration/machine/programs.ts';
import { watchStandstill } from '../../load/calibration/machine/standstill.ts';
import { truthCases } from '../../load/calibration/truth-cases.ts';
import { mayTakeRealTime } from '../../load/engines/process/real-time.ts';
import { loadAverage1m, readEnvironment } from '../../load/runner/environment.ts';
import type { CliCommand } from '../command.ts';
import { ExitCode } from '../exit-code.ts';
import { say, screen, type Io } from '../io.ts';
import { option } from '../options/option.ts';
import { awakeFor, awakeOption, type AwakeFlag } from '../options/shared.ts';
import { calibrationText, type JudgedCalibration } from './doctor-calibration.ts';
import { machineText } from './doctor-machine.ts';

interface DoctorFlags extends AwakeFlag {
  readonly calibrate?: true;
  readonly json?: true;
}

const notes = `
It looks at the machine and measures for four seconds how punctual it is. With --calibrate it puts every engine, and vegeta,
hey, oha, wrk and autocannon where they are on PATH, before servers whose right answer is computed, in at most five minutes.
A thread on each core watches whether the machine itself stands still; where that decides a p99.9, it is measured again, up to
three times in all, which may take ten minutes.
Ends with 0 when a gate can be trusted here, with care or without, and with 5 when it cannot: something is marked "bad",
or the paced engine was more than 5% from the truth, did not count every loss, or failed. What the server was late by its own
clock is not held against it. A percentile is judged where the machine stood still for at most half of the time that stands
behind it: 0.5% at p99, 0.05% at p99.9. Another tool that fails is named, and costs its own rows alone.`;

/** doctorCommand: `rehearse doctor`, what this machine has and lacks, and whether a gate can be trusted here. */
export const doctorCommand: CliCommand = {
  add(program, io, run) {
    program
      .command('doctor')
      .description('what this machine has and lacks; its noise floor; can a gate be trusted here')
      .addOption(
        option({
          flags: '--calibrate',
          description: 'show how far each engine is from truths that are known; takes 5 to 10 minutes',
        }),
      )
      .addOption(awakeOption)
      .addOption(option({ flags: '--json', description: 'print all of it as JSON instead of text' }))
      .addHelpText('after', notes)
      .action((flags: DoctorFlags) => run(() => doctor(flags, io)));
  },
};

/** Diagnosis: all that doctor found; `--json` prints it. */
export interface Diagnosis {
  readonly findings: readonly Finding[];
  readonly noiseFloor: NoiseFloor;
  readonly gate: GateTrust;
  /** calibration: null where none was asked for. */
  readonly calibration: JudgedCalibration | null;
}

async function doctor(flags: DoctorFlags, io: Io): Promise<ExitCode> {
  const diagnosis = await diagnose(flags, io);
  if (diagnosis === undefined) return ExitCode.interrupted;
  io.out.write(flags.json === true ? `${JSON.stringify(diagnosis, null, 2)}\n` : text(diagnosis, io));
  const untrue = (diagnosis.calibration?.missed.length ?? 0) > 0;
  return diagnosis.gate.trusted === 'no' || untrue ? ExitCode.invalid : ExitCode.pass;
}

/** diagnose gives undefined when it was interrupted: half of it would mislead. */
async function diagnose(flags: DoctorFlags, io: Io): Promise<Diagnosis | undefined> {
  using awake = awakeFor(flags);
  const environment = await readEnvironment([], loadAverage1m(), {
    pinning: 'none',
    idleProcessors: awake.text,
  });
  const [limits, programs] = [await readLimits(), await readPrograms(io.env)];
  const realTime = await mayTakeRealTime();
  say(io, 'measuring how punctual this machine is: 4 s');
  const noise = await noiseFloor();
  const found = findings({ environment, limits, programs, noise, granted: { awake, realTime } });
  try {
    io.interrupted.throwIfAborted();
    const calibration = flags.calibrate === true ? await calibrated(io) : null;
    return { findings: found, noiseFloor: noise, gate: gateTrust(found), calibration };
  } catch (error) {
    if (io.interrupted.aborted) return undefined;
    throw error;
  }
}

async function calibrated(io: Io): Promise<Diagnosis['calibration']> {
  await using watch = await watchStandstill();
  const calibration = await calibrate(contenders, truthCases, {
    signal: io.interrupted,
    watch,
    onTest: ({ name }, { name: server, title }, tries) =>
      say(
        io,
        tries === 1
          ? `${name} before the server "${server}", which ${title}`
          : `${name} before "${server}" again, for the machine stood still`,
      ),
  });
  return { ...calibration, ...judgementOf(calibration) };
}

function text({ findings: found, gate, calibration }: Diagnosis, io: Io): string {
  const { columns } = screen(io);
  const machine = machineText(found, gate, columns);
  return calibration === null ? machine : `${machine}\n${calibrationText(calibration, truthCases, columns)}`;
}
