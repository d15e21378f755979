import type postgres from "postgres";

/** How much the large workspace holds; its neighbours hold a tenth of it each. */
export const size = { customers: 10_000, conversations: 16_000, messagesEach: 4, orders: 8_000, faq: 400 };
export const neighbours = 4;

const firstNames =
  "ayşe mehmet fatma ali zeynep mustafa elif hüseyin emine hasan merve ibrahim esra osman büşra yusuf".split(
    " ",
  );
const lastNames =
  "yılmaz kaya demir çelik şahin yıldız öztürk aydın özdemir arslan doğan kılıç aslan çetin kara koç".split(
    " ",
  );
const words =
  "kargo iade değişim beden renk fatura kapıda ödeme indirim kupon mağaza adres teslim gün saat ürün stok paket hediye not".split(
    " ",
  );

/**
 * Fills a workspace past the verbs and past row security, as a copy from another system would come: customers with
 * their addresses and conversations, messages, runs, deliveries, shop orders, questions, and what is due later.
 * Rows are told apart by hashes of their numbers, so that each statement can name those of the others.
 */
export async function loadWorkspace(
  admin: postgres.Sql,
  input: { workspaceId: string; share: number; now: Date },
): Promise<void> {
  const { share, now } = input;
  const w = `'${input.workspaceId}'::uuid`;
  const scaled = (count: number) => Math.max(1, Math.round(count * share));
  const at = `'${now.toISOString()}'::timestamptz`;
  const id = (kind: string, number: string) => `md5('${input.workspaceId} ${kind} ' || (${number}))::uuid`;
  const pick = (list: readonly string[], number: string) =>
    `(array[${list.map((word) => `'${word}'`).join(",")}])[1 + (${number})::int % ${list.length}]`;
  const [customers, conversations, orders] = [size.customers, size.conversations, size.orders].map(
    scaled,
  ) as [number, number, number];
  const [first, last] = [pick(firstNames, "n"), pick(lastNames, `n / ${firstNames.length}`)];
  // Of a hundred conversations four are open and three with people; the rest have been closed.
  const status = "case when c % 100 < 4 then 'open' when c % 100 < 7 then 'handed_off' else 'closed' end";
  const begun = `${at} - make_interval(mins => ${conversations} - c)`;
  const statements = [
    `insert into channels (workspace_id, id, kind, key, provider_account_id, username, display_name, api_root,
       token_encrypted, secret_encrypted, update_mode, state, profile, created_at)
     values (${w}, ${id("channel", "1")}, 'telegram', md5('${input.workspaceId} key'), md5('${input.workspaceId} account'), 'buyuk_bot', 'Büyük',
       '/sandbox/telegram', '-', '-', 'webhook', 'active', '{}', ${at})`,
    `insert into customers (workspace_id, id, display_name, language_hint, created_at)
     select ${w}, ${id("customer", "n")}, initcap(${first} || ' ' || ${last}), 'tr', ${at} from generate_series(1, ${customers}) n`,
    `insert into identities (workspace_id, id, customer_id, kind, value, verified_at, verified_by, created_at)
     select ${w}, ${id("telegram", "n")}, ${id("customer", "n")}, 'telegram', (5000000000 + n)::text, ${at}, 'platform', ${at}
     from generate_series(1, ${customers}) n
     union all
     select ${w}, ${id("phone", "n")}, ${id("customer", "n")}, 'phone', '+9053' || lpad(n::text, 8, '0'), ${at}, 'contact_button', ${at}
     from generate_series(1, ${customers}) n where n % 2 = 0`,
    `insert into terms (workspace_id, kind, term, row_id, weight)
     select ${w}, 'customer', translate(word, 'şıçöüğ', 'sicoug'), ${id("customer", "n")}, 1
     from generate_series(1, ${customers}) n cross join lateral (values (${first}), (${last})) names(word)`,
    `insert into addresses (workspace_id, id, customer_id, identity_id, channel_id, chat_id, created_at)
     select ${w}, ${id("address", "n")}, ${id("customer", "n")}, ${id("telegram", "n")}, ${id("channel", "1")},
       (5000000000 + n)::text, ${at} from generate_series(1, ${customers}) n`,
    // One open conversation a customer at the most: the first of theirs may be open, later ones are closed.
    `insert into conversations (workspace_id, id, channel_id, customer_id, address_id, status, language, last_seq, agent_seq,
       last_message_at, last_inbound_at, waiting_since, first_inbound_at, first_response_at, last_band, handed_off_at,
       answer_count, resolution, resolved_at, closed_at, created_at)
     select ${w}, ${id("conversation", "c")}, ${id("channel", "1")}, ${id("customer", `1 + (c - 1) % ${customers}`)},
       ${id("address", `1 + (c - 1) % ${customers}`)}, s, 'tr', ${size.messagesEach}, ${size.messagesEach}, b, b,
       case when s = 'handed_off' and c % 2 = 0 then b end, b, b + interval '2 seconds', 'answer',
       case when s = 'handed_off' then b end, 1, case when s = 'closed' and c % 2 = 0 then 'assumed' end,
       case when s = 'closed' and c % 2 = 0 then b end, case when s = 'closed' then b end, b
     from generate_series(1, ${conversations}) c
     cross join lateral (select case when c > ${customers} then 'closed' else ${status} end as s, ${begun} as b) made`,
    `insert into messages (workspace_id, id, conversation_id, address_id, seq, direction, author, agent_run_id, kind, text,
       provider_message_id, sent_at, created_at)
     select ${w}, ${id("message", "c || ' ' || m")}, ${id("conversation", "c")}, ${id("address", `1 + (c - 1) % ${customers}`)}, m,
       case when m % 2 = 1 then 'in' else 'out' end, case when m % 2 = 1 then 'customer' else 'agent' end,
       case when m % 2 = 0 then ${id("run", "c || ' ' || m")} end, 'text', 'Mesaj ' || c || ' ' || m,
       (c * 10 + m)::text, b, b
     from generate_series(1, ${conversations}) c cross join generate_series(1, ${size.messagesEach}) m
     cross join lateral (select ${begun} + make_interval(secs => m) as b) made`,
    // The words of each message: one that all have, one of its kind, and its numbers.
    `insert into message_terms (workspace_id, term, at, message_id)
     select m.workspace_id, words.term, m.created_at, m.id from messages m
     cross join lateral (select distinct term from unnest(array['mesaj', ${pick(words, "m.seq + length(m.text)")}] || regexp_split_to_array(m.text, '\\D+')) term
       where term <> '') words(term)
     where m.workspace_id = ${w}`,
    `insert into agent_runs (workspace_id, id, conversation_id, from_seq, to_seq, language, intent, scores, sources, action,
       band, reason, duration_ms, created_at)
     select ${w}, ${id("run", "c || ' ' || m")}, ${id("conversation", "c")}, m - 1, m - 1, 'tr', 'order_status', '{}', '[]',
       'answer', 'answer', 'proved', 12, ${begun}
     from generate_series(1, ${conversations}) c cross join (values (2), (4)) turns(m)`,
    `insert into deliveries (workspace_id, id, message_id, address_id, channel_id, purpose, state, attempts, created_at, updated_at, sent_at)
     select ${w}, ${id("delivery", "c || ' ' || m")}, ${id("message", "c || ' ' || m")}, ${id("address", `1 + (c - 1) % ${customers}`)},
       ${id("channel", "1")}, 'reply', 'sent', 1, ${begun}, ${begun}, ${begun}
     from generate_series(1, ${conversations}) c cross join (values (2), (4)) turns(m)`,
    `insert into update_receipts (workspace_id, channel_id, update_id, state, received_at)
     select ${w}, ${id("channel", "1")}, u, 'accepted', ${at} - make_interval(secs => u * 10)
     from generate_series(1, ${conversations * 3}) u`,
    `insert into raw_updates (workspace_id, day, channel_id, update_id, received_at, body)
     select ${w}, (${at} at time zone 'UTC')::date, ${id("channel", "1")}, u, ${at}, '{}' from generate_series(1, ${conversations}) u`,
    `insert into audit_log (workspace_id, at, id, actor_kind, actor_id, action, entity_id, changes, request_id)
     select ${w}, b, ${id("audit", "c")}, 'system', null, 'conversation.close', ${id("conversation", "c")}::text, '{}', 'load'
     from generate_series(1, ${conversations}) c cross join lateral (select ${begun} as b) made`,
    `insert into figure_counts (workspace_id, slot, kind, key, n)
     select ${w}, date_trunc('hour', ${at}) - make_interval(mins => 15 * s), kind, key, 3
     from generate_series(0, 6000) s
     cross join (values ('messages', 'customer'), ('messages', 'agent'), ('conversations', 'started'), ('turns', 'answer')) k(kind, key)`,
    `insert into daily_figures (workspace_id, day, time_zone, counts)
     select ${w}, ${at}::date - d, 'Europe/Istanbul', '{"messages":{"customer":10}}' from generate_series(0, 400) d`,
    `insert into shop_orders (workspace_id, id, number, number_folded, ordered_at, customer_name, phone, status, created_at, updated_at)
     select ${w}, ${id("order", "n")}, 'BY-' || n, 'BY' || n, ${at} - make_interval(mins => n * 7), initcap(${first} || ' ' || ${last}),
       '+9053' || lpad(n::text, 8, '0'), 'shipped', ${at}, ${at} from generate_series(1, ${orders}) n`,
    `insert into shop_order_packages (workspace_id, id, shop_order_id, carrier, tracking, status, estimated_delivery)
     select ${w}, ${id("package", "n")}, ${id("order", "n")}, 'Yurtiçi Kargo', 'YK' || n, 'shipped', current_date
     from generate_series(1, ${orders}) n`,
    `insert into shop_order_lines (workspace_id, id, shop_order_id, package_id, item, quantity, price_minor, currency)
     select ${w}, ${id("line", "n || ' ' || l")}, ${id("order", "n")}, ${id("package", "n")}, 'Gömlek', 1, 10000, 'TRY'
     from generate_series(1, ${orders}) n cross join generate_series(1, 2) l`,
    `insert into terms (workspace_id, kind, term, row_id, weight)
     select ${w}, 'shop_order', word, ${id("order", "n")}, 1 from generate_series(1, ${orders}) n
     cross join lateral (values (translate(${first}, 'şıçöüğ', 'sicoug')), ('by' || n), ('yk' || n), ('905' || n)) found(word)`,
    `insert into order_proofs (workspace_id, id, customer_id, shop_order_id, method, created_at)
     select ${w}, ${id("proof", "n")}, ${id("customer", "n")}, ${id("order", "n")}, 'contact_button', ${at}
     from generate_series(2, ${Math.min(customers, orders)}, 2) n`,
    `insert into faq_entries (workspace_id, id, question, answer, language, tags, created_at, updated_at)
     select ${w}, ${id("faq", "n")}, ${pick(words, "n")} || ' ' || ${pick(words, "n / 7")} || ' ' || n, 'Yanıt ' || n, 'tr', '{}', ${at}, ${at}
     from generate_series(1, ${scaled(size.faq)}) n`,
    // What is due: a little now, most of it in time to come.
    `insert into later_jobs (workspace_id, kind, subject, due_at)
     select ${w}, 'conversations/silence', ${id("conversation", "c")}::text, ${at} + make_interval(mins => c)
     from generate_series(1, ${conversations}) c`,
    `insert into agent_jobs (workspace_id, conversation_id, due_at)
     select ${w}, ${id("conversation", "c")}, ${at} + interval '1 hour' from generate_series(1, ${conversations}) c`,
    `insert into delivery_queue (workspace_id, delivery_id, channel_id, address_id, lane, due_at)
     select ${w}, ${id("delivery", "c || ' 2'")}, ${id("channel", "1")}, ${id("address", `1 + (c - 1) % ${customers}`)}, 1,
       ${at} + interval '1 hour' from generate_series(1, ${conversations}) c`,
  ];
  await admin.begin(async (tx) => {
    // Past triggers and foreign keys, as a bulk load goes.
    await tx.unsafe("set local session_replication_role = replica");
    for (const statement of statements) await tx.unsafe(statement);
  });
}
