-- Villages added up to towns, counties, cities and the province, and the rank of each place
-- among those of its parent by its rate; nothing judged comes last.
create or replace temp table levels as
with places as (
  select *, prefix // 1000 as town, prefix // 1000000 as county, prefix // 100000000 as city,
    prefix // 10000000000 as province
  from villages
)
select
  case when prefix is not null then 12 when town is not null then 9
       when county is not null then 6 when city is not null then 4 else 2 end as digits,
  coalesce(prefix, town, county, city, province) as place, duty,
  sum(kept)::bigint as kept, sum(late)::bigint as late, sum(excused)::bigint as excused,
  sum(ahead)::bigint as ahead, sum(open)::bigint as open, sum(overdue)::bigint as overdue,
  sum(missed)::bigint as missed
from places
group by grouping sets
  ((prefix, duty), (town, duty), (county, duty), (city, duty), (province, duty));

create or replace temp table ranks as
with rates as (
  select digits, place,
    coalesce((sum(kept) + sum(late)) / nullif(sum(kept) + sum(late) + sum(missed), 0), -1) as rate,
    place // case digits when 12 then 1000 when 9 then 1000 else 100 end as parent
  from levels group by all
)
select digits, place, rank() over (partition by digits, parent order by rate desc) as rank
from rates;
