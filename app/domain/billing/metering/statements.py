"""The statement that counts events: any number at once, in the database alone."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from app.domain.billing.metering.judging import Accepted
from app.ids import new_id
from app.sql import Part
from app.tables.tenancy import Tenant

# Rows are written in the order of their keys, so that no two transactions wait for each other crosswise. A bucket keeps
# what it was before, by which the statement knows what was added, even where an event replaces another.
COUNT = """WITH viewer AS (SELECT $?::text AS account, $?::bool AS livemode, $?::date AS week),
meter AS (SELECT * FROM unnest($?::text[], $?::text[], $?::bool[]) AS meter (id, width, replaces)),
new AS (SELECT * FROM unnest($?::text[], $?::text[], $?::text[], $?::timestamptz[], $?::timestamptz[], $?::text[])
WITH ORDINALITY AS new (identifier, meter_id, customer_id, "timestamp", created, amount, place)),
fresh AS (
INSERT INTO meter_event (account_id, livemode, identifier, week, meter_id, customer_id, "timestamp", created, received,
amount, canceled)
SELECT viewer.account, viewer.livemode, new.identifier, viewer.week, new.meter_id, new.customer_id, new."timestamp",
new.created, clock_timestamp() + new.place * interval '1 microsecond', new.amount::numeric, false
FROM new, viewer WHERE NOT EXISTS (SELECT FROM meter_event AS former WHERE former.account_id = viewer.account
AND former.livemode = viewer.livemode AND former.identifier = new.identifier AND former.week = viewer.week - 7)
ORDER BY new.identifier, new.place
ON CONFLICT DO NOTHING RETURNING meter_id, customer_id, "timestamp", received, amount),
bucket AS (
INSERT INTO usage_bucket AS bucket (account_id, livemode, meter_id, customer_id, start, usage, former, last_at)
SELECT viewer.account, viewer.livemode, fresh.meter_id, fresh.customer_id,
date_trunc(meter.width, fresh."timestamp", 'UTC') AS start,
CASE WHEN meter.replaces THEN (array_agg(fresh.amount ORDER BY fresh."timestamp" DESC, fresh.received DESC)
FILTER (WHERE meter.replaces))[1] ELSE sum(fresh.amount) END, 0,
max(fresh."timestamp") FILTER (WHERE meter.replaces)
FROM fresh JOIN meter ON meter.id = fresh.meter_id, viewer
GROUP BY viewer.account, viewer.livemode, fresh.meter_id, fresh.customer_id, start, meter.replaces
ORDER BY fresh.meter_id, fresh.customer_id, start
ON CONFLICT (account_id, livemode, meter_id, customer_id, start) DO UPDATE SET former = bucket.usage,
usage = CASE WHEN excluded.last_at IS NULL THEN bucket.usage + excluded.usage
WHEN excluded.last_at >= bucket.last_at THEN excluded.usage ELSE bucket.usage END,
last_at = greatest(bucket.last_at, excluded.last_at)
RETURNING meter_id, customer_id, usage - former AS added),
watched AS (
INSERT INTO alert_usage AS watched (account_id, livemode, alert_id, customer_id, usage)
SELECT viewer.account, viewer.livemode, alert.id, bucket.customer_id, sum(bucket.added)
FROM viewer JOIN billing_alert AS alert ON alert.account_id = viewer.account AND alert.livemode = viewer.livemode
AND alert.status <> 'archived' JOIN bucket ON alert.usage_threshold ->> 'meter_id' = bucket.meter_id
AND coalesce(alert.usage_threshold #>> '{filters,0,customer_id}', bucket.customer_id) = bucket.customer_id
GROUP BY viewer.account, viewer.livemode, alert.id, bucket.customer_id
ORDER BY alert.id, bucket.customer_id
ON CONFLICT (account_id, livemode, alert_id, customer_id) DO UPDATE SET usage = watched.usage + excluded.usage
RETURNING alert_id, customer_id, usage, triggered_at)
SELECT (SELECT count(*) FROM fresh) AS counted, (
SELECT array_agg(subscription.id ORDER BY subscription.id) FROM subscription JOIN viewer ON
subscription.account_id = viewer.account AND subscription.livemode = viewer.livemode
WHERE subscription.customer_id IN (SELECT customer_id FROM fresh) AND subscription.ended_at IS NULL
AND (subscription.billing_thresholds IS NOT NULL OR EXISTS (SELECT FROM subscription_item AS item
WHERE item.account_id = viewer.account AND item.livemode = viewer.livemode AND item.subscription_id = subscription.id
AND item.billing_thresholds IS NOT NULL AND item.deleted_at IS NULL))
) AS limited, reached.* FROM (VALUES (1)) AS once LEFT JOIN (
SELECT watched.alert_id, watched.customer_id, watched.usage FROM watched JOIN viewer ON true JOIN billing_alert AS alert
ON alert.id = watched.alert_id AND alert.account_id = viewer.account AND alert.livemode = viewer.livemode
WHERE watched.triggered_at IS NULL AND alert.status = 'active'
AND watched.usage >= (alert.usage_threshold ->> 'gte')::numeric ORDER BY watched.alert_id, watched.customer_id
) AS reached ON true"""


def week_of(real_now: datetime) -> date:
    """The Monday of a week in UTC, by which events are kept apart."""
    return (real_now - timedelta(days=real_now.weekday())).date()


def counting(tenant: Tenant, accepted: Sequence[Accepted], real_now: datetime) -> Part:
    """Inserts the events that were not counted before, and adds what they come to.

    Its rows: `counted`, how many were new, `limited`, the ids of the customers' subscriptions that have billing
    thresholds (or null), and each time `alert_id`, `customer_id` and `usage` of an alert whose
    threshold a customer has reached; nulls where there is none.
    """
    meters = list({each.meter.id: each.meter for each in accepted}.values())
    return Part(
        COUNT,
        [
            *tenant,
            week_of(real_now),
            [meter.id for meter in meters],
            [meter.window or "hour" for meter in meters],
            [meter.window is not None for meter in meters],
            [each.event.identifier or new_id("mev_") for each in accepted],
            [each.meter.id for each in accepted],
            [each.customer_id for each in accepted],
            [each.timestamp for each in accepted],
            [each.now for each in accepted],
            [each.amount for each in accepted],
        ],
    )
