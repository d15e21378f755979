ALTER TABLE "daily_figures" ADD COLUMN "spreads" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
-- The days that were summed before: their spans stood among the counts, by second.
UPDATE "daily_figures" SET
	"spreads" = (
		SELECT coalesce(jsonb_object_agg(told."kind", told."spread"), '{}')
		FROM (
			SELECT spans."kind", jsonb_build_object(
				'values', jsonb_agg(each."key"::int ORDER BY each."key"::int),
				'counts', jsonb_agg(each."value" ORDER BY each."key"::int)) AS "spread"
			FROM jsonb_each("counts") AS spans("kind", "by_second"), jsonb_each(spans."by_second") AS each
			WHERE spans."kind" IN ('firstResponse', 'resolutionTime')
			GROUP BY spans."kind"
		) told
	),
	"counts" = "counts" - 'firstResponse' - 'resolutionTime';
