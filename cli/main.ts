process.stderr.write('rehearse: no command yet\n');
process.exitCode = 2;
