import { isRecord } from "../core/apiError.ts";
import { UnreadableAnswerError } from "../errors.ts";
import { type AnswerTyping, type Decoder, type Item, parse } from "../instances/decoder.ts";

interface QueryAnswer {
  readonly items: Readonly<Record<string, readonly Item[] | undefined>>;
  readonly typing?: Readonly<Record<string, AnswerTyping | undefined>>;
}

/**
 * The items of each result set in the answer to a query or a sync. The decoders learn what it says of their types.
 *
 * @param decoders by name of the result set
 * @throws {UnreadableAnswerError} if the answer has no result sets
 */
export function parseSets(text: string, decoders: ReadonlyMap<string, Decoder>): QueryAnswer["items"] {
  const learn = (said: unknown): void => {
    const { typing } = answerOf(said);
    decoders.forEach((decoder, name) => decoder.learn(typing?.[name]));
  };
  return answerOf(parse(text, [...decoders.values()], learn)).items;
}

function answerOf(said: unknown): QueryAnswer {
  const items = isRecord(said) ? said["items"] : undefined;
  if (!isRecord(items) || !Object.values(items).every((one) => Array.isArray(one))) {
    throw new UnreadableAnswerError(
      "An answer of the service has no result sets",
    );
  }
  return said as QueryAnswer;
}
