import { DockerfileParser, type JSONInstruction, type ModifiableInstruction } from 'dockerfile-ast';

/** One instruction: `COPY --from=build a b` has the flag `from` and the words `a` and `b`. */
export interface Step {
  keyword: string;
  flags: Record<string, string>;
  /** Everything behind the keyword and the flags. */
  text: string;
  words: string[];
}

/** What stands from one FROM to the next. */
export interface Stage {
  image: string;
  name: string | undefined;
  steps: Step[];
}

/** The stages of a Dockerfile, in its order. */
export function readDockerfile(text: string): Stage[] {
  const stages: Stage[] = [];
  for (const instruction of DockerfileParser.parse(text).getInstructions()) {
    const { getFlags, getJSONStrings } = instruction as Partial<ModifiableInstruction & JSONInstruction>;
    const keyword = instruction.getKeyword();
    const words = instruction.getArguments().map(String);
    if (keyword === 'FROM') {
      const [image = '', as, name] = words;
      stages.push({ image, name: as?.toUpperCase() === 'AS' ? name : undefined, steps: [] });
      continue;
    }
    const flags = getFlags?.call(instruction) ?? [];
    const json = getJSONStrings?.call(instruction) ?? [];
    stages.at(-1)?.steps.push({
      ...{ keyword, text: instruction.getArgumentsContent() ?? '' },
      flags: Object.fromEntries(flags.map((flag) => [flag.getName(), flag.getValue() ?? ''])),
      words: json.length > 0 ? json.map((word) => word.getJSONValue()) : words,
    });
  }
  return stages;
}

/** The words of a command in the form of a list; the shell form is refused, because a shell keeps signals to itself. */
export function listOf({ keyword, text }: Step): string[] {
  const list = text.replace(/^CMD\s+/, '');
  if (!list.startsWith('[')) throw new Error(`${keyword} is not a list.`);
  return JSON.parse(list) as string[];
}
