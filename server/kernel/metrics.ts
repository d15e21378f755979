import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** Counters of this process in Prometheus' terms. Labels never carry a workspace or a customer. */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    updates: new Counter({
      name: "santral_updates_total",
      help: "Inbound updates by outcome.",
      labelNames: ["outcome"],
      registers,
    }),
    batchSize: new Histogram({
      name: "santral_intake_batch_size",
      help: "Updates stored by one commit.",
      buckets: [1, 2, 4, 8, 16, 32, 64, 100],
      registers,
    }),
    agentRuns: new Counter({
      name: "santral_agent_runs_total",
      help: "Agent runs by action.",
      labelNames: ["action"],
      registers,
    }),
    deliveries: new Counter({
      name: "santral_deliveries_total",
      help: "Deliveries by the state they ended in.",
      labelNames: ["state"],
      registers,
    }),
    mails: new Counter({
      name: "santral_mails_total",
      help: "Mails by what became of them; queued counts what was asked for.",
      labelNames: ["state"],
      registers,
    }),
    refused: new Counter({
      name: "santral_requests_refused_total",
      help: "Requests refused with 429, by the limit that they reached.",
      labelNames: ["limit"],
      registers,
    }),
    storageBytes: new Gauge({
      name: "santral_storage_bytes",
      help: "Of the file system of the data folder: free is what this process may still take.",
      labelNames: ["what"],
      registers,
    }),
    accepting: new Gauge({
      name: "santral_accepting",
      help: "1 while the product accepts what needs space, 0 while the disk is full.",
      registers,
    }),
    oldSecrets: new Gauge({
      name: "santral_secrets_under_an_old_key",
      help: "Bots whose stored secrets a rotation of keys has not reached yet.",
      registers,
    }),
    backups: new Counter({
      name: "santral_backups_total",
      help: "Scheduled backups by what became of them.",
      labelNames: ["outcome"],
      registers,
    }),
    lastBackup: new Gauge({
      name: "santral_backup_last_good_timestamp_seconds",
      help: "When the last good backup of this process ended, in seconds since 1970; 0 where there was none.",
      registers,
    }),
    checks: new Gauge({
      name: "santral_checks_last_night",
      help: "What the last night's consistency checks looked at, found and mended, by part.",
      labelNames: ["part", "what"],
      registers,
    }),
    checkedWorkspaces: new Gauge({
      name: "santral_checks_workspaces",
      help: "Workspaces that the last night asked, and those that came to their end.",
      labelNames: ["what"],
      registers,
    }),
    checksEndedAt: new Gauge({
      name: "santral_checks_ended_at_seconds",
      help: "When the last night's checks ended or were last heard of, in seconds since 1970; 0 before the first.",
      registers,
    }),
    liveStreams: new Gauge({ name: "santral_live_streams", help: "Open live streams.", registers }),
    events: new Counter({ name: "santral_events_total", help: "Events handed on by the relay.", registers }),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
