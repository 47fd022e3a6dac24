-- Records counted in cells of (pairing, period), one number a cell; only cells with records are
-- made. A village's sums are what its pairings owe, by the day alone; less what is excused;
-- less, for every cell with enough records, the state it would have had.
create or replace temp table villages as
with cells as (
  select r.pairing * 128 + coalesce(m.period, s.period) as cell,
    sum((m.period is null and r.day <= s.due)::int) as on_time, count(*) as every
  from records as r
  join slots as s on s.slot = r.duty * 512 + 16 + r.day
  left join slots as m
    on m.slot = case when r.makes_up >= 0 then r.duty * 512 + 16 + r.makes_up end
    and m.until <= r.day and r.day < m.closes
  where r.day <= :day and r.received < coalesce(m.until, s.until) + :lock
  group by all
), done as (
  select p.place, c.duty, h.on_time >= c.need as kept,
    case when x.period is null then c.otherwise else 'excused' end as otherwise
  from cells as h
  join periods as c on c.period = h.cell & 127
  join pairs as p on p.pairing = h.cell >> 7
  left join excused as x on x.pairing = h.cell >> 7 and x.period = h.cell & 127
  where h.every >= c.need and c.planned and p.start <= c.start and c.until <= p.until
), each_span as (
  select span, duty,
    count(*) filter (otherwise = 'ahead') as ahead,
    count(*) filter (otherwise = 'open') as open,
    count(*) filter (otherwise = 'overdue') as overdue,
    count(*) filter (otherwise = 'missed') as missed
  from owed group by all
), sums as (
  select place, duty, sum(ahead) as ahead, sum(open) as open, sum(overdue) as overdue,
    sum(missed) as missed
  from pairs join each_span using (span) group by all
  union all by name
  select place, duty, count(*) as excused,
    -count(*) filter (otherwise = 'ahead') as ahead,
    -count(*) filter (otherwise = 'open') as open,
    -count(*) filter (otherwise = 'overdue') as overdue,
    -count(*) filter (otherwise = 'missed') as missed
  from excused join pairs using (pairing) group by all
  union all by name
  select place, duty, count(*) filter (kept) as kept, count(*) filter (not kept) as late,
    -count(*) filter (otherwise = 'excused') as excused,
    -count(*) filter (otherwise = 'ahead') as ahead,
    -count(*) filter (otherwise = 'open') as open,
    -count(*) filter (otherwise = 'overdue') as overdue,
    -count(*) filter (otherwise = 'missed') as missed
  from done group by all
)
select place as prefix, duty,
  coalesce(sum(kept), 0)::bigint as kept, coalesce(sum(late), 0)::bigint as late,
  coalesce(sum(excused), 0)::bigint as excused, coalesce(sum(ahead), 0)::bigint as ahead,
  coalesce(sum(open), 0)::bigint as open, coalesce(sum(overdue), 0)::bigint as overdue,
  coalesce(sum(missed), 0)::bigint as missed
from sums group by all;
