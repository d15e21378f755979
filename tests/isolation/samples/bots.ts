import { finds, own, refused, type Sample } from "./attempts";

/** Bots, the agent and what it knows. */
export const botSamples: Record<string, Sample> = {
  "agent.run": {
    verb: "agentRun.get",
    attempts: (a) => [refused("AGENT_RUN_NOT_FOUND", { agentRunId: a.agentRunId })],
  },

  "agent.intents": { verb: "intent.list", attempts: () => [own()] },
  "agent.examples": {
    verb: "intent.list",
    attempts: (a) => [own({}), finds({ intent: a.ownIntent })],
  },
  "agent.correctIntent": {
    verb: "intent.teach",
    attempts: (a) => [refused("AGENT_RUN_NOT_FOUND", { agentRunId: a.agentRunId, intent: "return" })],
  },
  "agent.correctAnswer": {
    verb: "faq.create",
    attempts: (a) => [refused("AGENT_RUN_NOT_FOUND", { agentRunId: a.agentRunId, answer: "Benim yanıtım." })],
  },
  "agent.addExamples": {
    verb: "intent.teach",
    attempts: (a) => [
      own({ intent: "return", texts: ["benim örneğim"] }),
      refused("INTENT_NOT_FOUND", { intent: a.ownIntent, texts: ["benim örneğim"] }),
    ],
  },
  "agent.deleteExample": {
    verb: "intent.teach",
    attempts: (a) => [refused("INTENT_EXAMPLE_NOT_FOUND", { intentExampleId: a.intentExampleId })],
  },
  "agent.createOwnIntent": {
    verb: "intent.manage",
    attempts: () => [
      own({ name: "Benim konum", action: "answer", texts: ["bir", "iki", "üç", "dört", "beş"] }),
    ],
  },
  "agent.deleteOwnIntent": {
    verb: "intent.manage",
    attempts: (a) => [refused("INTENT_NOT_FOUND", { ownIntentId: a.ownIntentId })],
  },
  "agent.undoTraining": { verb: "intent.manage", attempts: () => [own()] },

  "commands.link": { verb: "telegramLink.manage", attempts: () => [own()] },
  "commands.createLink": { verb: "telegramLink.manage", attempts: () => [own()] },
  "commands.unlink": { verb: "telegramLink.manage", attempts: () => [own()] },

  "channels.countBroken": { verb: "channel.list", attempts: () => [own()] },
  "channels.list": { verb: "channel.list", attempts: () => [own()] },
  "channels.get": {
    verb: "channel.list",
    attempts: (a) => [refused("CHANNEL_NOT_FOUND", { channelId: a.channelId })],
  },
  "channels.connectTelegramBot": {
    verb: "channel.connect",
    attempts: (a) => [refused("BOT_ALREADY_CONNECTED", { token: a.bot.token, apiRoot: "/sandbox/telegram" })],
  },
  "channels.update": {
    verb: "channel.update",
    attempts: (a) => [refused("CHANNEL_NOT_FOUND", { channelId: a.channelId, state: "paused" })],
  },
  "channels.replaceToken": {
    verb: "channel.update",
    attempts: (a) => [refused("CHANNEL_NOT_FOUND", { channelId: a.channelId, token: a.bot.token })],
  },
  "channels.health": {
    verb: "channel.list",
    attempts: (a) => [refused("CHANNEL_NOT_FOUND", { channelId: a.channelId })],
  },
  "channels.mend": {
    verb: "channel.update",
    attempts: (a) => [refused("CHANNEL_NOT_FOUND", { channelId: a.channelId })],
  },
  "channels.profile": {
    verb: "channel.list",
    attempts: (a) => [refused("CHANNEL_NOT_FOUND", { channelId: a.channelId })],
  },
  "channels.saveProfile": {
    verb: "channel.update",
    attempts: (a) => [
      refused("CHANNEL_NOT_FOUND", {
        channelId: a.channelId,
        changes: [{ field: "name", language: "tr", value: "benim" }],
      }),
    ],
  },
  "channels.setReplyPlan": {
    verb: "channel.setReplyPlan",
    attempts: (a) => [
      refused("CHANNEL_NOT_FOUND", { channelId: a.channelId, plan: { usual: "manual", hours: [] } }),
    ],
  },
  "channels.managingBot": { verb: "channel.list", attempts: () => [own()] },
  "channels.requestManagedBot": {
    verb: "channel.connect",
    attempts: () => [own({ name: "Benim botum" })],
  },
  "channels.managedRequest": {
    verb: "channel.connect",
    attempts: (a) => [refused("MANAGED_REQUEST_NOT_FOUND", { requestId: a.managedBotId })],
  },
  "channels.disconnect": {
    verb: "channel.disconnect",
    attempts: (a) => [refused("CHANNEL_NOT_FOUND", { channelId: a.channelId })],
  },

  "knowledge.list": {
    verb: "faq.list",
    attempts: (a) => [own({}), finds({ search: a.word }), finds({ tag: a.word })],
  },
  "knowledge.create": {
    verb: "faq.create",
    attempts: () => [own({ question: "Benim sorum?", answer: "Benim yanıtım.", language: "tr" })],
  },
  "knowledge.update": {
    verb: "faq.update",
    attempts: (a) => [
      refused("FAQ_ENTRY_NOT_FOUND", { faqEntryId: a.faqEntryId, version: a.faqVersion, answer: "benim" }),
    ],
  },
  "knowledge.delete": {
    verb: "faq.delete",
    attempts: (a) => [refused("FAQ_ENTRY_NOT_FOUND", { faqEntryId: a.faqEntryId })],
  },
  "knowledge.export": { verb: "faq.list", attempts: () => [own()] },
  "knowledge.facts": { verb: "fact.list", attempts: () => [own()] },
  "knowledge.updateFacts": {
    verb: "fact.update",
    attempts: () => [own({ facts: [{ key: "address", value: "Benim Sokağım 2" }] })],
  },

  "knowledge.alike": {
    verb: "faq.list",
    attempts: (a) => [own({ question: `${a.word} hediye paketi var mı?`, language: "tr" })],
  },
  "knowledge.duplicates": { verb: "faq.list", attempts: () => [own()] },
  "knowledge.merge": {
    verb: "faq.update",
    attempts: (a) => [
      refused("FAQ_ENTRY_NOT_FOUND", {
        into: { faqEntryId: a.faqEntryId, version: a.faqVersion },
        from: [{ faqEntryId: a.faqEntryId, version: a.faqVersion }],
      }),
    ],
  },
  "knowledge.undoMerge": {
    verb: "faq.update",
    attempts: (a) => [
      refused("FAQ_ENTRY_NOT_FOUND", {
        faqEntryId: a.faqEntryId,
        version: a.faqVersion,
        alternatives: [],
        tags: [],
        removed: [],
      }),
    ],
  },
  "knowledge.keepApart": {
    verb: "faq.update",
    attempts: (a) => [refused("FAQ_ENTRY_NOT_FOUND", { faqEntryIds: [a.faqEntryId, a.faqEntryId] })],
  },
  "knowledge.synonyms": { verb: "faq.list", attempts: () => [own()] },
  "knowledge.createSynonyms": {
    verb: "faq.update",
    attempts: () => [own({ words: ["torba", "çanta"] })],
  },
  "knowledge.updateSynonyms": {
    verb: "faq.update",
    attempts: (a) => [
      refused("SYNONYM_GROUP_NOT_FOUND", { synonymGroupId: a.synonymGroupId, words: ["kutu", "sandık"] }),
    ],
  },
  "knowledge.deleteSynonyms": {
    verb: "faq.update",
    attempts: (a) => [refused("SYNONYM_GROUP_NOT_FOUND", { synonymGroupId: a.synonymGroupId })],
  },
};
