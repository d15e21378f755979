import { z } from "zod";
import { workspaceProcedure } from "@/server/trpc";
import { connectTelegramBot } from "./connect-telegram-bot";
import { disconnectChannel } from "./disconnect-channel";
import { getChannel } from "./get-channel";
import { listChannels } from "./list-channels";
import { replaceBotToken } from "./replace-bot-token";
import {
  Channel,
  ChannelDetail,
  ChannelRef,
  ConnectTelegramBotInput,
  ReplaceBotTokenInput,
  UpdateChannelInput,
} from "./schemas";
import { updateChannel } from "./update-channel";

export const listChannelsProcedure = workspaceProcedure
  .output(z.array(Channel))
  .query(({ ctx }) => listChannels({ ctx }));

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
  .input(ChannelRef)
  .output(z.object({ id: z.string() }))
  .mutation(({ ctx, input }) => disconnectChannel({ ctx, input }));
