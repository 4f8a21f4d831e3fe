import { parseArgs, type ParseArgsConfig } from 'node:util';

/** One line, and exit code 2. */
export function refuse(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(2);
}

/**
 * The flags and names of a command of this folder. `--help` prints how it is called, and nothing is measured; what it does not
 * know is refused.
 */
export function asked<const O extends NonNullable<ParseArgsConfig['options']>>(usage: string, options: O) {
  const help = { type: 'boolean' as const, default: false };
  const read = () => {
    try {
      return parseArgs({ allowPositionals: true, options: { ...options, help } });
    } catch (error) {
      return refuse(`${(error as Error).message.split('. ')[0]!}; expected ${usage}`);
    }
  };
  const { values, positionals } = read();
  if ((values as { help?: boolean }).help === true) {
    process.stdout.write(`${usage}\n`);
    process.exit(0);
  }
  return { flags: values, names: positionals };
}
