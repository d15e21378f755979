import { z } from "zod";
import { isFeatureOn } from "@/server/flags";
import { workspaceProcedure } from "@/server/trpc";
import { connectTelegramBot } from "./connect-telegram-bot";
import { countBrokenChannels } from "./count-broken-channels";
import { disconnectChannel } from "./disconnect-channel";
import { getChannel } from "./get-channel";
import { getBotHealth } from "./health/get-bot-health";
import { mendChannel } from "./health/mend-channel";
import { listChannels } from "./list-channels";
import { findManagingBot } from "./managed/platform-bot";
import { getManagedRequest, requestManagedBot } from "./managed/request-managed-bot";
import { getBotProfile, saveBotProfile } from "./profile/save-profile";
import { replaceBotToken } from "./replace-bot-token";
import {
  BotHealth,
  BotProfile,
  Channel,
  ChannelDetail,
  ChannelRef,
  ConnectTelegramBotInput,
  ManagedBotRequest,
  ManagedRequestRef,
  ReplaceBotTokenInput,
  RequestManagedBotInput,
  SaveProfileInput,
  SetReplyPlanInput,
  UpdateChannelInput,
} from "./schemas";
import { setReplyPlan } from "./set-reply-plan";
import { updateChannel } from "./update-channel";

export const listChannelsProcedure = workspaceProcedure
  .output(z.array(Channel))
  .query(({ ctx }) => listChannels({ ctx }));

export const countBrokenChannelsProcedure = workspaceProcedure
  .output(z.number().int())
  .query(({ ctx }) => countBrokenChannels({ ctx }));

export const getChannelProcedure = workspaceProcedure
  .input(ChannelRef)
  .output(ChannelDetail)
  .query(({ ctx, input }) => getChannel({ ctx, input }));

export const connectTelegramBotProcedure = workspaceProcedure
  .input(ConnectTelegramBotInput)
  .output(ChannelDetail)
  .mutation(({ ctx, input }) => connectTelegramBot({ ctx, input }));

export const updateChannelProcedure = workspaceProcedure
  .input(UpdateChannelInput)
  .output(ChannelDetail)
  .mutation(({ ctx, input }) => updateChannel({ ctx, input }));

export const replaceBotTokenProcedure = workspaceProcedure
  .input(ReplaceBotTokenInput)
  .output(ChannelDetail)
  .mutation(({ ctx, input }) => replaceBotToken({ ctx, input }));

export const disconnectChannelProcedure = workspaceProcedure
  .meta({ needsNoSpace: true })
  .input(ChannelRef)
  .output(z.object({ id: z.string() }))
  .mutation(({ ctx, input }) => disconnectChannel({ ctx, input }));

export const getBotHealthProcedure = workspaceProcedure
  .input(ChannelRef)
  .output(BotHealth)
  .query(({ ctx, input }) => getBotHealth({ ctx, input }));

export const mendChannelProcedure = workspaceProcedure
  .input(ChannelRef)
  .output(ChannelDetail)
  .mutation(({ ctx, input }) => mendChannel({ ctx, input }));

export const setReplyPlanProcedure = workspaceProcedure
  .input(SetReplyPlanInput)
  .output(ChannelDetail)
  .mutation(({ ctx, input }) => setReplyPlan({ ctx, input }));

/** Whether bots can be made with one tap here, and through which bot. */
export const getManagingBotProcedure = workspaceProcedure
  .output(z.object({ username: z.string().nullable() }))
  .query(async ({ ctx }) => ({
    username: (await isFeatureOn("managed-bots", ctx)) ? await findManagingBot() : null,
  }));

export const requestManagedBotProcedure = workspaceProcedure
  .input(RequestManagedBotInput)
  .output(ManagedBotRequest)
  .mutation(({ ctx, input }) => requestManagedBot({ ctx, input }));

export const getManagedRequestProcedure = workspaceProcedure
  .input(ManagedRequestRef)
  .output(ManagedBotRequest.omit({ url: true }))
  .query(({ ctx, input }) => getManagedRequest({ ctx, input }));

export const getBotProfileProcedure = workspaceProcedure
  .input(ChannelRef)
  .output(BotProfile)
  .query(({ ctx, input }) => getBotProfile({ ctx, input }));

export const saveBotProfileProcedure = workspaceProcedure
  .input(SaveProfileInput)
  .output(BotProfile)
  .mutation(({ ctx, input }) => saveBotProfile({ ctx, input }));
