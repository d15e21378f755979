import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { buttonClass } from "@/components/ui/button";
import { intlTags, isLocale } from "@/lib/i18n/locales";
import { type Plan, type PlanId, type PlanKind, type Price, planKinds, plans } from "./plans";

/** Every plan with its price, by the kind of business. */
export function Pricing() {
  const t = useTranslations("pricing");
  return (
    <div className="flex flex-col gap-12 py-10">
      <div className="flex max-w-2xl flex-col gap-3">
        <h1 className="text-balance font-semibold text-xl">{t("title")}</h1>
        <p className="text-ink-muted text-lg">{t("lead")}</p>
      </div>
      {planKinds.map((kind) => (
        <section key={kind} id={kind} aria-labelledby={`${kind}-title`} className="flex flex-col gap-4">
          <h2 id={`${kind}-title`} className="font-semibold text-lg">
            {t(`kinds.${kind}`)}
          </h2>
          <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
            {plans[kind].map((plan) => (
              <PlanCard key={plan.id} plan={plan} kind={kind} />
            ))}
          </ul>
        </section>
      ))}
      <p className="max-w-2xl text-ink-muted">{t("note")}</p>
    </div>
  );
}

function PlanCard({ plan, kind }: { plan: Plan & { id: PlanId }; kind: PlanKind }) {
  const t = useTranslations("pricing");
  const price = usePrice();
  return (
    <li className="flex flex-col gap-2 rounded-lg border border-line bg-surface p-5">
      <h3 className="font-semibold">{plan.name}</h3>
      <p className="min-h-10 text-ink-muted">{t(`about.${plan.id}`)}</p>
      <p className="mt-2 flex flex-wrap items-baseline gap-x-1.5">
        <span className="font-semibold text-xl tabular-nums">{price(plan.price)}</span>
        {"amountMinor" in plan.price && <span className="text-ink-muted">{t("month")}</span>}
      </p>
      {plan.salesPercent !== undefined && (
        <p className="text-ink-muted">{t("share", { percent: plan.salesPercent })}</p>
      )}
      <Link
        href={`/sign-up?kind=${kind}`}
        prefetch={false}
        className={buttonClass("secondary", "md", "mt-auto")}
      >
        {t("start")}
      </Link>
    </li>
  );
}

/** A price in the reader's language. Whole amounts stand without their zeros. */
function usePrice(): (price: Price) => string {
  const t = useTranslations("pricing");
  const locale = useLocale();
  const tag = isLocale(locale) ? intlTags[locale] : locale;
  return (price) => {
    if (price.kind === "free") return t("free");
    if (price.kind === "onRequest") return t("asked");
    const money = new Intl.NumberFormat(tag, {
      style: "currency",
      currency: price.currency,
      maximumFractionDigits: 0,
    }).format(price.amountMinor / 100n);
    return price.kind === "from" ? t("from", { price: money }) : money;
  };
}
