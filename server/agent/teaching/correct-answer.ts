import { isLocale } from "@/lib/i18n/locales";
import { type Ctx, inWorkspace, requirePermission } from "@/server/kernel";
import { createFaq } from "@/server/knowledge";
import { CorrectAnswerInput } from "../schemas";
import { getRunText } from "./run-text";

/**
 * Says what the agent should have answered: it becomes an entry of the knowledge, with the customer's words as its
 * question unless another is given, and is used from the next message on.
 *
 * @throws AgentRunNotFound no such run in this workspace
 * @throws RunWithoutText   the customer wrote nothing there
 * @throws FaqQuestionTaken the question stands in the list already
 * @throws FaqFull          the workspace holds as many entries as it may
 */
export async function correctAnswer({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: CorrectAnswerInput;
}): Promise<{ faqEntryId: string }> {
  requirePermission(ctx, "faq.create");
  const { agentRunId, question, answer } = CorrectAnswerInput.parse(input);
  const said = await inWorkspace(ctx, (tx) => getRunText(tx, ctx, agentRunId));
  const language = isLocale(said.language) ? said.language : "tr";
  const entry = await createFaq({ ctx, input: { question: question ?? said.text, answer, language } });
  return { faqEntryId: entry.id };
}
